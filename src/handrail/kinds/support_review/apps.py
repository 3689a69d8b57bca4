"""Django app of the kind."""

from django.apps import AppConfig


class SupportReviewConfig(AppConfig):
    name = "handrail.kinds.support_review"
    label = "kind_support_review"
