"""Django app of the spine; start-up refuses an incomplete kind."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "handrail.records"
    label = "records"

    def ready(self) -> None:
        from handrail.records import checks  # noqa: F401, PLC0415 - registers the checks
