"""Django app of the kind."""

from django.apps import AppConfig


class HoldConfig(AppConfig):
    name = "handrail.kinds.hold"
    label = "kind_hold"
