"""Django app of the kind."""

from django.apps import AppConfig


class NoteConfig(AppConfig):
    name = "handrail.kinds.note"
    label = "kind_note"
