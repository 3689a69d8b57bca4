"""Django app of the kind."""

from django.apps import AppConfig


class DebriefConfig(AppConfig):
    name = "handrail.kinds.debrief"
    label = "kind_debrief"
