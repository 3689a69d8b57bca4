"""Django app of the kind."""

from django.apps import AppConfig


class MedicinePlanConfig(AppConfig):
    name = "handrail.kinds.medicine_plan"
    label = "kind_medicine_plan"
