"""Django app of the programmes room."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "handrail.programmes"
    label = "programmes"
