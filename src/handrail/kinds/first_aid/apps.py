"""Django app of the kind."""

from django.apps import AppConfig


class FirstAidConfig(AppConfig):
    name = "handrail.kinds.first_aid"
    label = "kind_first_aid"
