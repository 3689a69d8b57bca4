"""Head-counts: who is expected now, who is missing, in a tap a name; and what was counted today."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from handrail.attendance.standing import absent_now
from handrail.core import clock
from handrail.core.numbers import counted
from handrail.entry.guards import At, at_school, take_typed
from handrail.people.models import Membership, Person, Pupil
from handrail.records.draft import Draft, Involved
from handrail.records.filing import file_event
from handrail.records.kind import kind_named
from handrail.records.models import Record
from handrail.records.refusal import Refused
from handrail.school.models import Group
from handrail.timeline.out_now import out_now
from handrail.web.pupils import visible_pupils
from handrail.web.who_is_out import may_file

KIND = "head_count"


@dataclass
class Expected:
    """One pupil of the list of the day; `away` says why they are not expected now."""

    person: Person
    away: str = ""
    missing: bool = False


@dataclass(frozen=True)
class Count:
    """What is counted: a class or group, or a visit; and the adults who are with them."""

    people: list[Person]
    adults: list[Person]
    group: Group | None = None
    visit: UUID | None = None


@at_school()
def group_count(request: At, uuid: UUID) -> HttpResponse:
    """Count a class or a group by its list of the day."""
    group = Group.objects.filter(school=request.school, uuid=uuid).first()
    if group is None or not may_file(request, KIND):
        raise Http404("No such group for this post.")
    members = Membership.objects.on(request.reader.day).filter(group=group)
    pupils: list[Pupil] = list(
        visible_pupils(request).filter(person__in=members.filter(role="pupil").values("person"))
        .distinct().order_by("person__given", "person__family")
    )  # fmt: skip
    if not pupils:
        raise Http404("Nobody of this group is for this post to look up.")
    adults = Person.objects.filter(pk__in=members.exclude(role="pupil").values("person"))
    count = Count([row.person for row in pupils], list(adults), group)
    page = {"title": group.name, "back": f"/pupils/?group={group.uuid}", "back_label": "The class"}
    return counting(request, count, page)


def counting(request: At, count: Count, page: dict[str, Any]) -> HttpResponse:
    """The page of a count; on sending it, the record. Nothing that was tapped is lost."""
    sent = request.POST if request.method == "POST" else None
    kept = take_typed(request, request.path) if sent is None else {}
    rows = _expected(request, count)
    missing, away = (
        set((sent.getlist(name) if sent is not None else kept.get(name, []))[:500])
        for name in ("missing", "away")
    )
    for row in rows:
        row.missing = str(row.person.uuid) in missing
        if sent is not None or kept:
            row.away = (row.away or "Not expected now") if str(row.person.uuid) in away else ""
    words = sent.get("words", "") if sent is not None else "".join(kept.get("words", []))
    error = ""
    if sent is not None:
        try:
            record = _file(request, count, rows, words)
        except Refused as refused:
            error = refused.sentence
        else:
            lost = any(row.missing for row in rows)
            return redirect(f"/records/{record.uuid}/" if lost else page["back"])
    context = {
        **page, "rows": rows, "error": error, "words": words,
        "expected": sum(not row.away for row in rows), "away": any(row.away for row in rows),
        "before": counts_today(request, count),
    }  # fmt: skip
    return render(request, "web/head_count.html", context, status=422 if error else 200)


def _expected(request: At, count: Count) -> list[Expected]:
    """Everyone of the list; away are those who are out of class, or marked absent today."""
    keys = [person.pk for person in count.people]
    out = {one.person.pk for one in out_now(request.reader, request.school, keys)}
    absent = absent_now(request.school, keys)
    return [
        Expected(
            person,
            "Out of class" if person.pk in out else "Absent today" if person.pk in absent else "",
        )
        for person in count.people
    ]


def _file(request: At, count: Count, rows: list[Expected], words: str) -> Record:
    """File the count. Raises Refused where somebody is said to be missing and not expected."""
    missing = [row.person for row in rows if row.missing]
    if any(row.missing and row.away for row in rows):
        raise Refused("Somebody is missing and not expected at once. Choose one of the two.")
    expected = sum(not row.away for row in rows)
    me = request.reader.person
    adults = [me, *(person for person in count.adults if person != me)]
    filed = file_event([Draft(
        kind=KIND, school=request.school, author=me, happened_at=clock.now(), group=count.group,
        author_post=request.reader.post_said(request.school.pk), words=words[:2_000],
        involved=(*(Involved(person, "missing") for person in missing),
                  *(Involved(person, "adult", as_pupil=False) for person in adults)),
        detail={"expected": expected, "present": expected - len(missing), "visit": count.visit},
    )], reader=request.reader)  # fmt: skip
    if missing:
        messages.error(
            request,
            f"{counted(len(missing), 'pupil')} missing. The office is told now, then the head. "
            "Say under “Complete” when and where they were found.",
        )
    else:
        messages.success(request, f"All {expected} are here.")
    return filed[0]


def counts_today(request: At, count: Count) -> list[Record]:
    """What was counted today of the same, newest first, as far as this reader may know."""
    since = clock.at_local(clock.today(), clock.MIDNIGHT)
    rows = Record.objects.readable_by(request.reader).filter(
        school=request.school, kind=KIND, state=Record.State.FILED
    )
    if count.visit is not None:
        same = kind_named(KIND).detail._default_manager.filter(visit=count.visit)
        rows = rows.filter(pk__in=same.values("pk"))
    else:
        rows = rows.filter(group=count.group, happened_at__gte=since)
    return list(rows.order_by("-happened_at", "-pk")[:12])
