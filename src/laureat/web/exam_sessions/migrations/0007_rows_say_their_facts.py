"""Each row says how many facts it was read from, and how many of them are refused."""

from django.db import migrations, models

COUNTED = """
UPDATE exam_sessions_standing row SET facts = told.count FROM (
    SELECT log, subject, count(*) AS count FROM exam_sessions_storedfact WHERE subject <> '' GROUP BY log, subject
) told WHERE told.subject = row.candidate AND told.log = row.session_id::text;
"""


class Migration(migrations.Migration):
    dependencies = [("exam_sessions", "0006_credential_numbers")]

    operations = [
        migrations.AddField("standing", "facts", models.PositiveIntegerField(default=0)),
        migrations.AddField("standing", "anomalies", models.PositiveSmallIntegerField(default=0)),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
    ]
