"""Django app of the sharing room."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "handrail.sharing"
    label = "sharing"
