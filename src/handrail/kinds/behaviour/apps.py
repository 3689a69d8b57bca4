"""Django app of the kind."""

from django.apps import AppConfig


class BehaviourConfig(AppConfig):
    name = "handrail.kinds.behaviour"
    label = "kind_behaviour"
