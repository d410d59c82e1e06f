"""The numbers of credentials come from the base, after all those that the registers of files have given."""

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from laureat.web import data_folder


def begin_after_the_registers(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Each register counted its own lines: the longest says which ranks are taken."""
    registers = (settings.DONNEES / data_folder.CREDENTIALS).glob("*/registre.csv")
    taken = max((len(path.read_bytes().splitlines()) for path in registers), default=0)
    schema_editor.execute(f"ALTER TABLE exam_sessions_credentialnumber ALTER COLUMN rank RESTART WITH {taken + 1}")


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("exam_sessions", "0005_jurors"),)
    operations = (
        migrations.CreateModel(
            name="CredentialNumber",
            fields=[
                ("rank", models.BigAutoField(primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=60, unique=True)),
            ],
        ),
        migrations.RunPython(begin_after_the_registers, migrations.RunPython.noop),
    )
