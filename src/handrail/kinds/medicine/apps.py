"""Django app of the kind."""

from django.apps import AppConfig


class MedicineConfig(AppConfig):
    name = "handrail.kinds.medicine"
    label = "kind_medicine"
