"""The titles, the papers and the offers to wallets."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("log", models.CharField(max_length=40)),
                ("candidate", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=40)),
                ("result", models.PositiveIntegerField()),
                ("identity", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("state", models.CharField(default="emis", max_length=10)),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("made", models.DateTimeField(auto_now_add=True)),
                ("moved", models.DateTimeField(auto_now=True)),
                ("code", models.CharField(max_length=20, unique=True)),
            ],
            options={
                "indexes": [models.Index(fields=["log", "candidate"], name="titles_pape_log_b16e94_idx")],
            },
        ),
        migrations.CreateModel(
            name="Title",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("log", models.CharField(max_length=40)),
                ("candidate", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=40)),
                ("result", models.PositiveIntegerField()),
                ("identity", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("state", models.CharField(default="emis", max_length=10)),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("made", models.DateTimeField(auto_now_add=True)),
                ("moved", models.DateTimeField(auto_now=True)),
                ("identifier", models.CharField(max_length=60, unique=True)),
                ("issuer", models.CharField(max_length=300)),
                ("index", models.BigIntegerField()),
                ("document", models.TextField()),
                ("share", models.CharField(max_length=32, null=True, unique=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["log", "candidate"], name="titles_titl_log_a6fc35_idx"),
                    models.Index(fields=["issuer", "state"], name="titles_titl_issuer_f5ce8a_idx"),
                ],
                "constraints": [models.UniqueConstraint(fields=("issuer", "index"), name="one_title_per_index")],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("pin", models.CharField(max_length=64)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("until", models.DateTimeField()),
                ("token", models.CharField(max_length=64, null=True, unique=True)),
                ("taken", models.BooleanField(default=False)),
                (
                    "title",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="offers", to="titles.title"
                    ),
                ),
            ],
        ),
    ]
