"""Django app of the ui room."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "handrail.ui"
    label = "ui"
