"""Django app of the scores room."""

from django.apps import AppConfig


class ScoresConfig(AppConfig):
    name = "handrail.scores"
    label = "scores"
    default_auto_field = "django.db.models.BigAutoField"
