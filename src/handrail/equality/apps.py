"""The equality room."""

from django.apps import AppConfig


class EqualityConfig(AppConfig):
    name = "handrail.equality"
    default_auto_field = "django.db.models.BigAutoField"
