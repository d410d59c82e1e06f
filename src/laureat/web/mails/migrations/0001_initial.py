"""The outbox, and the words of the house."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

KINDS = [
    ("invitation", "invitation"),
    ("facteur", "double authentification retirée"),
    ("pieces", "pièce manquante"),
    ("resultat", "résultat publié"),
    ("correction", "résultat corrigé"),
    ("relance", "notes attendues d'un établissement"),
]
STATES = [("en_attente", "en attente"), ("parti", "parti"), ("echec", "en échec"), ("annule", "annulé")]


class Migration(migrations.Migration):
    initial = True
    dependencies = [("accounts", "0004_invited_pseudonym"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("kind", models.CharField(choices=KINDS, max_length=12, primary_key=True, serialize=False)),
                ("subject", models.CharField(max_length=200, verbose_name="objet")),
                ("body", models.TextField(max_length=5000, verbose_name="texte")),
            ],
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=KINDS, max_length=12)),
                ("to", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=120)),
                ("subject", models.CharField(max_length=300)),
                ("body", models.TextField()),
                ("seed", models.CharField(blank=True, max_length=64)),
                ("log", models.CharField(blank=True, max_length=60)),
                ("lot", models.UUIDField(db_index=True, null=True)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("state", models.CharField(choices=STATES, default="en_attente", max_length=12)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(null=True)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="messages",
                        to="accounts.invitation",
                    ),
                ),
            ],
            options={
                "ordering": ("-asked_at", "-pk"),
                "indexes": [models.Index(fields=["state", "next_at"], name="mails_due_idx")],
            },
        ),
    ]
