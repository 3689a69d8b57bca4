"""A programme keeps the names that it had before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0008_drawn_among")]

    operations = [
        migrations.AddField(
            model_name="programme",
            name="called_before",
            field=models.TextField(blank=True),
        ),
    ]
