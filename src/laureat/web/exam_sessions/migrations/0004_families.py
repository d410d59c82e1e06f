"""What sessions of every family keep: why a règlement is a sheet's, what is told of a candidate, reserves."""

from django.db import migrations, models

TOLD = """
UPDATE exam_sessions_standing SET told = told || '{"derogation":"oui"}' WHERE candidate IN (
    SELECT subject FROM exam_sessions_storedfact WHERE kind = 'RouteEstablished'
    AND position('"derogation":true'::bytea IN payload) > 0);
UPDATE exam_sessions_standing SET told = told || '{"etalement":"oui"}' WHERE candidate IN (
    SELECT subject FROM exam_sessions_storedfact WHERE kind = 'AccommodationDecided'
    AND position('"etalement"'::bytea IN payload) > 0);
"""
"""What earlier rows read in the facts each time."""


class Migration(migrations.Migration):
    dependencies = [("exam_sessions", "0003_light_standings")]

    operations = [
        migrations.AddField(
            "certification", "binding", models.TextField(blank=True, verbose_name="pourquoi ce règlement", default="")
        ),
        migrations.AddField("standing", "told", models.JSONField(default=dict)),
        migrations.AddField("standing", "reserves", models.JSONField(default=list)),
        migrations.AlterField("standing", "categorie", models.CharField(blank=True, max_length=20)),
        migrations.RunSQL(TOLD, migrations.RunSQL.noop),
    ]
