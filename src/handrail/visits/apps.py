"""Django app of visits."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "handrail.visits"
    label = "visits"
