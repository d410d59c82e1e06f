"""All that the law of a jury reads of its members; a file that waits for one to say which part of it is meant."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exam_sessions", "0004_families")]

    operations = [
        migrations.AddField("juror", "declared", models.JSONField(default=dict)),
        migrations.AddField("deposit", "part", models.CharField(blank=True, max_length=200, default="")),
        migrations.AlterField(
            "deposit",
            "session",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to="exam_sessions.examsession"),
        ),
    ]
