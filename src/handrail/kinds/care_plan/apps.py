"""Django app of the kind."""

from django.apps import AppConfig


class CarePlanConfig(AppConfig):
    name = "handrail.kinds.care_plan"
    label = "kind_care_plan"
