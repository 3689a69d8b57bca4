"""Django app of the entry room."""

from django.apps import AppConfig


class EntryConfig(AppConfig):
    name = "handrail.entry"
    label = "entry"
