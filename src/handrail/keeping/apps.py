"""Django app of the keeping room."""

from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "handrail.keeping"
    label = "keeping"
