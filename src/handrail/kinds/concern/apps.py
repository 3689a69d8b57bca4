"""Django app of the kind."""

from django.apps import AppConfig


class ConcernConfig(AppConfig):
    name = "handrail.kinds.concern"
    label = "kind_concern"
