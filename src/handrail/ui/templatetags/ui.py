"""The atoms of every page: icons, faces, clocks, times and plurals, each a typed tag."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.core.names import initials

register = template.Library()
# These point along the line of text: CSS turns them round where it runs from right to left.
POINTING = {"chevron-left", "chevron-right", "arrow-right", "undo-2"}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; silent to screen readers unless it has a label."""
    if not label:
        return _silent(name)
    return format_html(
        '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>',
        _shape(name),
        label,
        _href(name),
    )


@lru_cache(maxsize=256)
def _silent(name: str) -> SafeString:
    """A page has forty of them, so each is drawn once."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', _shape(name), _href(name)
    )


def _shape(name: str) -> str:
    return "i turns" if name in POINTING else "i"


def _href(name: str) -> str:
    return f"{static('ui/icons.svg')}#{name}"


@register.simple_tag
def glyph(kind_slug: str, icon_name: str) -> SafeString:
    """The colour and sign of a kind; the word always stands beside it."""
    return format_html('<span class="glyph k-{}">{}</span>', kind_slug, icon(icon_name))


@register.simple_tag
def face(given: str, family: str = "", size: str = "") -> SafeString:
    """Somebody's initials in a circle; decoration, since the name stands beside it."""
    return format_html(
        '<span class="face {}" aria-hidden="true">{}</span>', size, initials(given, family)
    )


@register.filter
def when(moment: datetime | None) -> str:
    """ "Today 10:12", "Yesterday 15:30", "Friday 20 November 13:40"."""
    return f"{day(moment)} {hour(moment)}" if moment else ""


@register.filter
def hour(moment: datetime | None) -> str:
    return f"{clock.local(moment):%H:%M}" if moment else ""


@register.filter
def day(moment: datetime | date | None) -> str:
    """A day in words, with the year only when it is another one."""
    if moment is None:
        return ""
    then = clock.local(moment).date() if isinstance(moment, datetime) else moment
    today = clock.today()
    near = {0: "Today", 1: "Yesterday", -1: "Tomorrow"}
    if (words := near.get((today - then).days)) is not None:
        return words
    year = "" if then.year == today.year else f" {then.year}"
    return f"{then:%A} {then.day} {then:%B}{year}"


@register.filter
def full_date(moment: date | None) -> str:
    return said_day(moment)


@register.simple_tag
def due(moment: datetime) -> SafeString:
    """A clock in words: what is left, or how late it is."""
    left = moment - clock.now()
    minutes = round(left.total_seconds() / 60)
    if minutes == 0:
        return _clock("due", "hourglass", "Due now")
    if minutes < 0:
        return _clock("late", "hourglass", f"Was due {_inside(moment)}")
    if minutes < 60:
        return _clock("due", "hourglass", f"{plural(minutes, 'minute', 'minutes')} left")
    return _clock("due", "clock", f"Due {_inside(moment)}")


def _inside(moment: datetime) -> str:
    """A time inside a sentence: "today 15:30", "Friday 20 November 13:40"."""
    words = when(moment)
    near = words.split(" ", 1)[0]
    return words[0].lower() + words[1:] if near in {"Today", "Tomorrow", "Yesterday"} else words


@register.simple_tag
def done(words: str) -> SafeString:
    return _clock("ok", "check", words)


def _clock(state: str, icon_name: str, words: str) -> SafeString:
    return format_html('<span class="clock {}">{}{}</span>', state, icon(icon_name), words)


@register.simple_tag
def plural(n: int, one: str, many: str) -> str:
    """ "1 pupil", "2,000 pupils" """
    return f"{n:,} {one if n == 1 else many}"


@register.filter
def exact(value: float | None) -> str:
    """A number for programs, every digit of it; nothing for none."""
    return "" if value is None else repr(value)
