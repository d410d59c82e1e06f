"""The règlement of a sheet may be a data file that someone of the house hands over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exam_sessions", "0013_previews")]
    operations = [
        migrations.AddField(
            "certification", "data", models.TextField(blank=True, verbose_name="règlement dressé", default="")
        )
    ]
