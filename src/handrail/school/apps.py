"""Django app of the school room."""

from django.apps import AppConfig


class SchoolConfig(AppConfig):
    name = "handrail.school"
    label = "school"
