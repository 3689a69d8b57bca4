"""Every kind that is declared keeps every promise; a new folder is held to them for nothing."""

import pytest

from handrail.records.kind import Kind, all_kinds, kind_named
from tests.conformance.promises import KindConforms

# Every day the two that between them declare all there is to declare; the whole suite tries all.
EVERY_DAY = {"concern", "hold"}


@pytest.mark.parametrize(
    "slug",
    [
        pytest.param(kind.slug, marks=() if kind.slug in EVERY_DAY else pytest.mark.slow)
        for kind in all_kinds()
    ],
)
class TestEveryKind(KindConforms):
    @pytest.fixture
    def kind(self, slug: str) -> Kind:
        return kind_named(slug)
