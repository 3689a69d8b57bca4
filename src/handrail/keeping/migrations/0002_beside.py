"""A destruction names what goes beside records as well."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("keeping", "0001_periods_holds_destructions")]

    operations = [
        migrations.AddField(
            model_name="destruction",
            name="beside",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
