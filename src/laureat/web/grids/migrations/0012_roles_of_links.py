from typing import Any

from django.db import migrations, models

from laureat.grilles import Quality
from laureat.grilles.signatories import quality_of


def say_roles(apps: Any, _editor: Any) -> None:
    """What each link proved until now, by its words; nothing known being said, one not signed yet proves nothing."""
    for link in apps.get_model("grids", "TutorLink").objects.all():
        unsaid = Quality.AUCUNE if link.signed is None else Quality.PROFESSIONNEL
        link.role = str(quality_of(link.quality) or unsaid)
        link.save(update_fields=["role"])


class Migration(migrations.Migration):
    dependencies = [("grids", "0011_computation")]

    operations = [
        migrations.AddField("tutorlink", "role", models.CharField(default=Quality.AUCUNE.value, max_length=16)),
        migrations.AddField("tutorlink", "email", models.CharField(blank=True, default="", max_length=200)),
        migrations.RunPython(say_roles, migrations.RunPython.noop),
    ]
