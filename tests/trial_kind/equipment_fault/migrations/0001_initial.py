from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [
        migrations.CreateModel("EquipmentFault", [
            ("record", models.OneToOneField("records.Record", models.PROTECT, primary_key=True, related_name="+", serialize=False)),
            ("fault", models.CharField(max_length=200)),
            ("in_use", models.BooleanField(default=False)),
        ]),
    ]  # fmt: skip
