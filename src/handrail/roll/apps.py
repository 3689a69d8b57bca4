"""Django app of the roll room."""

from django.apps import AppConfig


class RollConfig(AppConfig):
    name = "handrail.roll"
    label = "roll"
