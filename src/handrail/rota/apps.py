"""Django app of the rota."""

from django.apps import AppConfig


class RotaConfig(AppConfig):
    name = "handrail.rota"
    label = "rota"
    default_auto_field = "django.db.models.BigAutoField"
