"""An invitation says the pseudonym of the account that it opens, whoever is invited."""

import uuid

from django.db import migrations, models

NAMED = "UPDATE accounts_invitation SET person = gen_random_uuid() WHERE person IS NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_first_hour"),
    ]

    operations = [
        migrations.RunSQL(NAMED, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="invitation",
            name="person",
            field=models.UUIDField(default=uuid.uuid4),
        ),
    ]
