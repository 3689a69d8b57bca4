"""Django app of the kind."""

from django.apps import AppConfig


class PrejudiceCheckConfig(AppConfig):
    name = "handrail.kinds.prejudice_check"
    label = "kind_prejudice_check"
