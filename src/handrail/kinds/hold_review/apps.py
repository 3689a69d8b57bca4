"""Django app of the kind."""

from django.apps import AppConfig


class HoldReviewConfig(AppConfig):
    name = "handrail.kinds.hold_review"
    label = "kind_hold_review"
