"""Django app of the kind."""

from django.apps import AppConfig


class SupportPlanConfig(AppConfig):
    name = "handrail.kinds.support_plan"
    label = "kind_support_plan"
