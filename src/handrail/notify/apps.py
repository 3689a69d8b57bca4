"""Django app of the notify room."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "handrail.notify"
    label = "notify"
