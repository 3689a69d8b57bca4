from django.db import models


class EquipmentFault(models.Model):
    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    fault = models.CharField(max_length=200)
    in_use = models.BooleanField(default=False)
