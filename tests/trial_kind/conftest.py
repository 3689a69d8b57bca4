"""Putting a kind in for one module: a line in two settings, and its migration."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from handrail.records.kind import Kind, forget_registry, kind_named

FOLDER = "tests.trial_kind.equipment_fault"


@pytest.fixture(scope="module")
def installed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Kind]:
    """What a school's settings and one migration do, undone when the module ends."""
    kinds, apps = [*settings.KINDS, FOLDER], [*settings.INSTALLED_APPS, FOLDER]
    with override_settings(KINDS=kinds, INSTALLED_APPS=apps), django_db_blocker.unblock():
        forget_registry()
        kind = kind_named("equipment_fault")
        call_command("migrate", "kind_equipment_fault", verbosity=0)
        yield kind
        call_command("migrate", "kind_equipment_fault", "zero", verbosity=0)
    forget_registry()
