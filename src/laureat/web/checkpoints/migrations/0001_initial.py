"""The checkpoints of the house, the cosignatures and the time-stamps: only ever added, as facts are."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models.deletion import PROTECT

TABLES = ("checkpoints_storedcheckpoint", "checkpoints_cosignature", "checkpoints_timestamp")


def protect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse UPDATE, DELETE and TRUNCATE to everyone."""
    for table in TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION laureat_append_only()"
        )


class Migration(migrations.Migration):
    """See the module. ``laureat_append_only`` is made by the migration that protects the facts."""

    initial = True
    dependencies = (("exam_sessions", "0002_append_only"),)
    operations = (
        migrations.CreateModel(
            name="StoredCheckpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("origin", models.CharField(max_length=200)),
                ("size", models.BigIntegerField(unique=True)),
                ("note", models.TextField()),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"ordering": ("size",)},
        ),
        migrations.CreateModel(
            name="Timestamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("authority", models.CharField(max_length=400)),
                ("token", models.BinaryField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("checkpoint", models.ForeignKey("checkpoints.storedcheckpoint", PROTECT, related_name="timestamps")),
            ],
            options={"ordering": ("id",)},
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("witness", models.CharField(max_length=200)),
                ("line", models.TextField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("checkpoint", models.ForeignKey("checkpoints.storedcheckpoint", PROTECT, related_name="cosignatures")),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["witness", "id"], name="checkpoints_witness_idx")],
            },
        ),
        migrations.RunPython(protect, migrations.RunPython.noop),
    )
