"""Django app of the kind."""

from django.apps import AppConfig


class ProfileConfig(AppConfig):
    name = "handrail.kinds.profile"
    label = "kind_profile"
