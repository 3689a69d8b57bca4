"""Django app of the kind."""

from django.apps import AppConfig


class HeadCountConfig(AppConfig):
    name = "handrail.kinds.head_count"
    label = "kind_head_count"
