"""Django app of the kind."""

from django.apps import AppConfig


class RiskAssessmentConfig(AppConfig):
    name = "handrail.kinds.risk_assessment"
    label = "kind_risk_assessment"
