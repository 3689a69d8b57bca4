"""Every kind that is declared keeps every promise; a new folder is held to them for nothing."""

import pytest

from handrail.records.kind import Kind, all_kinds, kind_named
from tests.conformance.promises import KindConforms


@pytest.mark.parametrize("slug", [kind.slug for kind in all_kinds()])
class TestEveryKind(KindConforms):
    @pytest.fixture
    def kind(self, slug: str) -> Kind:
        return kind_named(slug)
