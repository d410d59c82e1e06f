"""Limits counted in the base, the security log in place of the count of exports, second factors given back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEEP_EXPORTS = """
INSERT INTO accounts_trace (at, kind, account_id, role, establishment, address, subject, what, weight)
SELECT export.at, 'export', export.user_id, owner.role, coalesce(owner.establishment_id, ''), '', '', export.what, 50
FROM accounts_export export JOIN accounts_user owner ON owner.id = export.user_id
"""
WITHOUT_AXES = """
DROP TABLE IF EXISTS axes_accessattemptexpiration, axes_accessattempt, axes_accesslog, axes_accessfailurelog CASCADE;
DELETE FROM django_migrations WHERE app = 'axes';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16)),
                ("key", models.CharField(max_length=200)),
                ("count", models.PositiveIntegerField()),
                ("until", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="one_counter_per_key")],
            },
        ),
        migrations.CreateModel(
            name="FactorReset",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="factor_reset",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Trace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("entree", "entrée"),
                            ("sortie", "sortie"),
                            ("echec", "échec"),
                            ("suspension", "accès suspendu"),
                            ("oubli", "mot de passe oublié"),
                            ("droits", "compte et droits"),
                            ("export", "export"),
                            ("document", "document"),
                            ("dossier", "dossier ouvert"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("examens", "service des examens"),
                            ("etablissement", "établissement"),
                            ("jury", "jury"),
                            ("candidat", "candidat"),
                        ],
                        max_length=20,
                    ),
                ),
                ("establishment", models.CharField(blank=True, max_length=8)),
                ("address", models.CharField(blank=True, max_length=45)),
                ("subject", models.CharField(blank=True, max_length=40)),
                ("what", models.CharField(blank=True, max_length=120)),
                ("weight", models.PositiveSmallIntegerField(default=0)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="traces",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.AddIndex(
            model_name="trace",
            index=models.Index(fields=["account", "at"], name="accounts_tr_account_319e75_idx"),
        ),
        migrations.AddIndex(
            model_name="trace",
            index=models.Index(fields=["subject", "at"], name="accounts_tr_subject_f93df7_idx"),
        ),
        migrations.RunSQL(KEEP_EXPORTS, migrations.RunSQL.noop),
        migrations.DeleteModel(name="Export"),
        migrations.RunSQL(WITHOUT_AXES, migrations.RunSQL.noop),
    ]
