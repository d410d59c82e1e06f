"""Django's ``ModelForm``, with the model that it is about: ``ModelForm[Invitation]``."""

from typing import TYPE_CHECKING

from django import forms

if TYPE_CHECKING:
    from django.forms import ModelForm as ModelForm
else:

    class ModelForm(forms.ModelForm):
        """Django's own takes no type when it runs."""

        def __class_getitem__(cls, _model):
            return cls
