"""What was answered at each moment of a sampled measurement."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0004_moments")]

    operations = [
        migrations.AddField(
            model_name="measurement",
            name="sampled",
            field=models.CharField(blank=True, default="", max_length=400),
        ),
    ]
