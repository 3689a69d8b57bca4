"""Django app of the learning room."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "handrail.learning"
    label = "learning"
