"""The kinds of mails are those of the code: one more is no migration."""

from django.db import migrations, models

from laureat.web.mails.wordings import kinds


class Migration(migrations.Migration):
    dependencies = [("mails", "0004_grid_changed")]
    operations = [
        migrations.AlterField("message", "kind", models.CharField(choices=kinds, max_length=12)),
        migrations.AlterField(
            "wording", "kind", models.CharField(choices=kinds, max_length=12, primary_key=True, serialize=False)
        ),
    ]
