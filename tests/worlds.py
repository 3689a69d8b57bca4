"""Two worlds, with and without a secret: whoever may not know finds no difference, to the byte."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from handrail.core.hashing import canonical_json

Surface = Callable[[], Any]


def two_worlds(make_secret: Callable[[], object], surface: Surface) -> tuple[bytes, bytes]:
    """What a surface shows in the world without the secret, and in the one with it.

    Each world is undone afterwards, with everything that the surface itself wrote (sessions,
    access entries). A surface gives bytes, such as a page's status line and content, or anything
    that `canonical_json` can write. What differs by chance on every page (tokens) it takes out.
    """
    without, with_it = in_both(make_secret, {"": surface})
    return without[""], with_it[""]


def in_both(
    make_secret: Callable[[], object], surfaces: Mapping[str, Surface]
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The same for many surfaces, by name; the secret is made once, each surface undone alone."""
    return in_a_world(lambda: None, surfaces), in_a_world(make_secret, surfaces)


def in_a_world(prepare: Callable[[], object], surfaces: Mapping[str, Surface]) -> dict[str, bytes]:
    """What each surface shows, by name, in one world, which is undone afterwards."""
    with transaction.atomic():
        prepare()
        shown = {name: _undone(surface) for name, surface in surfaces.items()}
        transaction.set_rollback(True)
    return shown


def _undone(surface: Surface) -> bytes:
    with transaction.atomic():
        shown = surface()
        transaction.set_rollback(True)
    return shown if isinstance(shown, bytes) else canonical_json(shown)
