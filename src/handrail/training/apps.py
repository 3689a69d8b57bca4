"""The training room."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "handrail.training"
    default_auto_field = "django.db.models.BigAutoField"
