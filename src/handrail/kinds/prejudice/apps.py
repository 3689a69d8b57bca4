"""Django app of the kind."""

from django.apps import AppConfig


class PrejudiceConfig(AppConfig):
    name = "handrail.kinds.prejudice"
    label = "kind_prejudice"
