"""What papers say of who holds a session is a text that the log commits to."""

from django.db import migrations, models

KINDS = [("identite", "Identite"), ("motif", "Motif"), ("cause", "Cause"), ("mentions", "Mentions")]


class Migration(migrations.Migration):
    dependencies = [("candidates", "0001_initial")]

    operations = [migrations.AlterField("privatetext", "kind", models.CharField(max_length=12, choices=KINDS))]
