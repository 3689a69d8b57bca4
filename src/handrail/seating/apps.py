"""Django app of the seating room."""

from django.apps import AppConfig


class SeatingConfig(AppConfig):
    name = "handrail.seating"
    label = "seating"
    default_auto_field = "django.db.models.BigAutoField"
