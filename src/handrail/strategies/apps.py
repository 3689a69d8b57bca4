"""Django app of the library of strategies."""

from django.apps import AppConfig


class StrategiesConfig(AppConfig):
    name = "handrail.strategies"
    label = "strategies"
