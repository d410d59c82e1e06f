"""The figures of a session as they were told on a day."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("exam_sessions", "0014_reglement_given")]

    operations = [
        migrations.CreateModel(
            name="ToldFigures",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("figures", models.JSONField()),
                ("counted", models.JSONField()),
                ("presented", models.PositiveIntegerField(null=True)),
                ("admitted", models.PositiveIntegerField(null=True)),
                ("exported", models.BooleanField(default=False)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="told_figures",
                        to="exam_sessions.examsession",
                    ),
                ),
            ],
            options={"ordering": ("at", "id")},
        ),
    ]
