"""Django app of the search room."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "handrail.search"
    label = "search"
