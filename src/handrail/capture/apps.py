"""Django app of the capture room."""

from django.apps import AppConfig


class CaptureConfig(AppConfig):
    name = "handrail.capture"
    label = "capture"
