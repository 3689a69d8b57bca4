"""Django app of the kind."""

from django.apps import AppConfig


class BehaviourPlanConfig(AppConfig):
    name = "handrail.kinds.behaviour_plan"
    label = "kind_behaviour_plan"
