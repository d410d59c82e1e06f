"""The house, said once; the first account of an empty base, which nobody invites."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TEXTS = {
    "certifier": ("certificateur, s'il n'est pas celui de la fiche", 160),
    "academy": ("académie ou organisme, en tête des papiers", 80),
    "authority": ("autorité qui délivre", 120),
    "signatory": ("signataire", 120),
    "signatory_quality": ("à quel titre il signe", 160),
    "place": ("lieu (« Fait à… »)", 80),
    "service": ("service qui répond aux candidats", 160),
    "service_address": ("son adresse postale", 200),
    "court": ("tribunal administratif compétent", 160),
    "logo_text": ("ce que le logo montre, pour qui ne le voit pas", 160),
}
MAILS = {"service_email": "son adresse électronique", "sender": "expéditeur des courriels"}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_limits_and_traces")]

    operations = [
        migrations.CreateModel(
            "House",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                *(
                    (name, models.CharField(label, max_length=length, blank=True))
                    for name, (label, length) in TEXTS.items()
                ),
                *((name, models.EmailField(label, max_length=254, blank=True)) for name, label in MAILS.items()),
                ("logo", models.BinaryField(default=bytes)),
                ("logo_format", models.CharField(max_length=4, blank=True)),
            ],
        ),
        migrations.AlterField(
            "invitation",
            "invited_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
