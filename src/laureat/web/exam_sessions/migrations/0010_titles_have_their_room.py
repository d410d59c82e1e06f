"""Titles have rows of their own (the app ``titles``), which say their index."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("exam_sessions", "0009_drafts")]

    operations = [migrations.DeleteModel("CredentialNumber")]
