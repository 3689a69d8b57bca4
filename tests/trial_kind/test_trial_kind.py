"""A second developer adds a whole kind in under 60 lines, and it keeps every promise."""

from pathlib import Path

import pytest
from django.core.management import call_command

from handrail.demo.cast import Cast, make_cast
from handrail.records.kind import Kind
from tests.conformance.promises import KindConforms

FOLDER = Path(__file__).parent / "equipment_fault"


class TestTrialKind(KindConforms):
    @pytest.fixture
    def kind(self, installed: Kind) -> Kind:
        return installed

    @pytest.fixture
    def cast(self, installed: Kind, db: None) -> Cast:
        """The same school, which has been given the words of the new kind too."""
        return make_cast()


def test_the_whole_kind_is_under_60_lines() -> None:
    lines = {
        str(path.relative_to(FOLDER)): sum(
            bool(line.strip()) for line in path.read_text().splitlines()
        )
        for path in FOLDER.rglob("*.py")
    }
    print(f"lines of the trial kind: {lines}, together {sum(lines.values())}")
    assert sum(lines.values()) < 60


@pytest.mark.django_db
def test_its_migration_is_what_its_table_asks_for(installed: Kind) -> None:
    call_command("makemigrations", "kind_equipment_fault", check=True, dry_run=True, verbosity=0)


def test_nothing_outside_its_folder_knows_of_it(installed: Kind) -> None:
    source = Path(__file__).parents[2] / "src" / "handrail"
    assert [path for path in source.rglob("*.py") if installed.slug in path.read_text()] == []
