"""Django app of the kind."""

from django.apps import AppConfig


class HandlingPlanConfig(AppConfig):
    name = "handrail.kinds.handling_plan"
    label = "kind_handling_plan"
