"""Django app of the jobs room."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "handrail.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
