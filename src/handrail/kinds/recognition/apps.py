"""Django app of the kind."""

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "handrail.kinds.recognition"
    label = "kind_recognition"
