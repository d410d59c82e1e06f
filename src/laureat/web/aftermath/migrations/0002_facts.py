"""The figures of a session say up to which fact they count."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aftermath", "0001_initial")]

    operations = [
        migrations.AddField("toldfigures", "facts", models.PositiveBigIntegerField(null=True)),
    ]
