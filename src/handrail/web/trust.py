"""The trust: the same picture across its schools, without a child's file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handrail.entry.guards import At, at_school
from handrail.measures.across import across
from handrail.measures.ranges import CHOICES, range_named
from handrail.people.models import Post
from handrail.records.kind import kind_named
from handrail.web.patterns import FIRST

SORT = "sort"
# No days of one's own: two ranges that differ by a day would tell of what happened on it.
RANGES = tuple(one for one in CHOICES if one[0] != "custom")


@at_school(Post.Role.TRUST)
@require_safe
def trust(request: At) -> HttpResponse:
    """Each school's figures over a term or a year."""
    asked = request.GET.get("range", "")
    asked = asked if asked in dict(RANGES) else "year"
    terms = list(request.school.terms.all())
    span = range_named(asked, request.school, request.reader.day, terms)
    kind = kind_named(FIRST)
    found = across(request.reader, kind, SORT, span)
    context = {
        "kind": kind, "span": span, "range": asked, "ranges": RANGES, "found": found,
        "name": request.school.trust.name if request.school.trust else "Your schools",
    }  # fmt: skip
    return render(request, "web/trust.html", context)
