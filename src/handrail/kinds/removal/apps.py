"""Django app of the kind."""

from django.apps import AppConfig


class RemovalConfig(AppConfig):
    name = "handrail.kinds.removal"
    label = "kind_removal"
