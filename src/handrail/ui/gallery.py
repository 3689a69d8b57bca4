"""The gallery: every part of a page with its parameters and its states, for whoever builds one."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.engine import Engine
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from handrail.core import clock
from handrail.ui.examples import KINDS, examples

DECLARED = re.compile(r"\A\{# (.+?) #\}")


@dataclass(frozen=True)
class Line:
    """A line of the navigation, as the frame draws it."""

    label: str
    href: str
    icon: str
    current: bool = False
    count: int = 0


NAV = (
    Line("Today", "#today", "house", current=True),
    Line("Pupils", "#pupils", "users"),
    Line("Log", "#log", "plus"),
    Line("Alerts", "#alerts", "bell", count=3),
    Line("Find", "#find", "search"),
)


@dataclass(frozen=True)
class Component:
    """A component, ready to be shown: its file, what it is given, and its states."""

    name: str
    declared: str
    states: list[tuple[str, SafeString]]


def gallery(request: HttpRequest) -> HttpResponse:
    """One page with everything; ?theme=light and ?theme=dark choose its look."""
    theme = request.GET.get("theme", "auto")
    now = clock.now()
    shown = {
        "me": {"name": "Sam Birch", "theme": theme if theme in {"light", "dark"} else "auto"},
        "nav": [line for line in NAV if line.icon != "plus"],
        "dock": NAV,
        "may_log": True,
        "kinds": KINDS.values(),
        "late": now - timedelta(days=3),
        "soon": now + timedelta(minutes=12),
        "later": now + timedelta(days=1),
        "components": components(request),
    }
    return render(request, "ui/gallery.html", shown)


def components(request: HttpRequest) -> list[Component]:
    """Every component with each of its examples drawn."""
    return [
        Component(
            name,
            declared(name),
            [
                (state.says, render_to_string(f"ui/components/{name}.html", state.given, request))
                for state in states
            ],
        )
        for name, states in examples().items()
    ]


def declared(component: str) -> str:
    """The line at the top of a component that says what it is given and what it is for."""
    template = Engine.get_default().get_template(f"ui/components/{component}.html")
    found = DECLARED.match(template.source)
    return found[1] if found else ""


def gallery_urls() -> list[URLPattern]:
    """For the addresses of a developer's or a test's installation, never a school's."""
    return [path("gallery/", gallery)]
