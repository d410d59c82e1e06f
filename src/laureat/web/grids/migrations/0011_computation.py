from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("grids", "0010_signatures")]

    operations = [
        migrations.AddField(
            model_name="settlement",
            name="computation",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
