"""The preview of a large list is made by the worker, and kept with the list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exam_sessions", "0010_titles_have_their_room")]
    operations = [migrations.AddField("deposit", "seen", models.TextField(blank=True, default=""))]
