"""All that the law of a jury reads of its members, the qualification among it."""

from django.db import migrations, models

QUALIFIED = """
UPDATE vae_vaejuror SET declared = jsonb_build_object('qualifie', qualifie) WHERE qualifie IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("vae", "0002_silence")]

    operations = [
        migrations.AddField("vaejuror", "declared", models.JSONField(default=dict)),
        migrations.RunSQL(QUALIFIED, migrations.RunSQL.noop),
        migrations.RemoveField("vaejuror", "qualifie"),
    ]
