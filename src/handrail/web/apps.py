"""Django app of the web room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "handrail.web"
    label = "web"
