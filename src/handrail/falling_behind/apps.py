"""The room of the rule for pupils who may be falling behind."""

from django.apps import AppConfig


class FallingBehindConfig(AppConfig):
    name = "handrail.falling_behind"
    label = "falling_behind"
    default_auto_field = "django.db.models.BigAutoField"
