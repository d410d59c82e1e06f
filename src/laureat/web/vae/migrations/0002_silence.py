"""A law under which silence never answers has no last day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("vae", "0001_initial"),)
    operations = (
        migrations.AlterField(
            "vaefile", "silence_ends", models.DateField(null=True, verbose_name="fin du délai de réponse")
        ),
    )
