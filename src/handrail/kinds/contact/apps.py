"""Django app of the kind."""

from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "handrail.kinds.contact"
    label = "kind_contact"
