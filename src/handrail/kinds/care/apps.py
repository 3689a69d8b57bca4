"""Django app of the kind."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "handrail.kinds.care"
    label = "kind_care"
