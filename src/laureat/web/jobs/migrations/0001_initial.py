"""The jobs asked of the worker."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("log", models.CharField(blank=True, max_length=60)),
                ("arguments", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("en_attente", "en attente"),
                            ("en_cours", "en cours"),
                            ("fait", "fait"),
                            ("refuse", "refusé"),
                            ("echec", "interrompu"),
                            ("annule", "annulé"),
                        ],
                        default="en_attente",
                        max_length=12,
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("cancelling", models.BooleanField(default=False)),
                ("said", models.JSONField(default=list)),
                ("file", models.CharField(blank=True, max_length=120)),
                ("seen", models.BooleanField(default=False)),
                ("queued", models.BigIntegerField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="jobs", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-asked_at",),
                "indexes": [models.Index(fields=["author", "seen", "state"], name="jobs_unseen_idx")],
            },
        ),
    ]
