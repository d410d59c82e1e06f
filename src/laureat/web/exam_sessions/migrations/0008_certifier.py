"""A session says its certifier, where it is not that of the sheet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exam_sessions", "0007_rows_say_their_facts")]

    operations = [
        migrations.AddField(
            "examsession",
            "certifier",
            models.CharField("certificateur, s'il n'est pas celui de la fiche", max_length=160, blank=True, default=""),
            preserve_default=False,
        )
    ]
