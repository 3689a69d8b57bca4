"""Django app of the attendance room."""

from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "handrail.attendance"
    label = "attendance"
    default_auto_field = "django.db.models.BigAutoField"
