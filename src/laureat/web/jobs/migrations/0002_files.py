"""A job may make several files."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def keep(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """The file that each job made is the first of its files."""
    model: Any = apps.get_model("jobs", "Job")  # as it was then
    for job in model.objects.exclude(file=""):
        job.files = [job.file]
        job.save(update_fields=["files"])


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]
    operations = [
        migrations.AddField("job", "files", models.JSONField(default=list)),
        migrations.RunPython(keep, migrations.RunPython.noop),
        migrations.RemoveField("job", "file"),
    ]
