"""An account says the language in which its pages are read: its mails are in it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_invited_pseudonym"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(
                choices=[("fr", "français"), ("en", "English")], default="fr", max_length=5, verbose_name="langue"
            ),
        ),
    ]
