"""Rows that are written anew all at once: room beside each, and no index on what a deliberation changes."""

import django.db.models.deletion
from django.db import migrations, models

TABLE = "exam_sessions_standing"


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("exam_sessions", "0002_append_only"),)
    operations = (
        migrations.RemoveIndex(model_name="standing", name="exam_sessio_session_6dd3a7_idx"),
        migrations.AlterField(
            model_name="standing",
            name="session",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="standings",
                to="exam_sessions.examsession",
            ),
        ),
        migrations.RunSQL(f"ALTER TABLE {TABLE} SET (fillfactor = 50)", migrations.RunSQL.noop),
        migrations.RunSQL(f"DROP INDEX IF EXISTS {TABLE}_candidate_22b39605_like", migrations.RunSQL.noop),
    )
