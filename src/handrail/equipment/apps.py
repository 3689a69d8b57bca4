"""Django app of the equipment room."""

from django.apps import AppConfig


class EquipmentConfig(AppConfig):
    name = "handrail.equipment"
    label = "equipment"
    default_auto_field = "django.db.models.BigAutoField"
