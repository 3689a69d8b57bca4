from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="holdlimits",
            name="longest_unseen",
            field=models.PositiveSmallIntegerField(default=5),
        ),
    ]
