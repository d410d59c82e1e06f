"""The papers that the command made, whose codes were deposited here."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("titles", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="DepositedPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("deposit", models.CharField(max_length=32)),
                ("rank", models.PositiveIntegerField()),
                ("code", models.CharField(max_length=20, unique=True)),
                ("line", models.TextField()),
                ("path", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("deposit", "rank"), name="one_paper_per_rank")],
            },
        ),
    ]
