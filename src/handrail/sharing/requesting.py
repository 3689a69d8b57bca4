"""Requests: who may log one and work on it, its clock, and how it ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from handrail.core import clock
from handrail.core.prose import tidy
from handrail.people.models import CarerLink, Person, Post
from handrail.records.models import Involvement
from handrail.records.reader import Reader
from handrail.records.refusal import Refused, reason_given
from handrail.school.calendars import calendar_of
from handrail.school.models import School
from handrail.sharing.due import EXTENDED_BASIS, MONTH_BASIS, RECORD_BASIS, month_due, record_due
from handrail.sharing.gathering import gather
from handrail.sharing.grounds import give_grounds
from handrail.sharing.models import Piece, RequestWorker, SubjectRequest
from handrail.sharing.models.piece import Part

LEADS = (Post.Role.HEAD, Post.Role.DESIGNATED_LEAD)
OLDEST = 366  # days back that a request can have been received


def leads_requests(reader: Reader, school_id: int) -> bool:
    """Whether somebody may log requests and work on every part of them."""
    return reader.holds(school_id, *LEADS)


def requests_of(reader: Reader) -> QuerySet[SubjectRequest]:
    """The requests that this reader may know of: as head or designated lead, or let in by a head.

    Never one about a child whom the reader cares for.
    """
    let_in = RequestWorker.objects.filter(person=reader.person_id, ended_at=None)
    where = Q(school_id__in=reader.schools_as(*LEADS)) | Q(
        school_id__in=reader.schools_as(Post.Role.ADMINISTRATOR), pk__in=let_in.values("request")
    )
    rows = SubjectRequest.objects.filter(where).exclude(pupil_id__in=reader.own_child_ids)
    return rows.select_related("pupil", "school")


def parts_of(reader: Reader, request: SubjectRequest) -> tuple[str, ...]:
    """The parts of a request that this reader works on; for a request they may know of."""
    if leads_requests(reader, request.school_id):
        return (Part.ORDINARY, Part.RESTRICTED)
    return (Part.ORDINARY,)


def pieces_for(reader: Reader, request: SubjectRequest) -> QuerySet[Piece]:
    """The pieces that this reader may look at: of their parts, and none about their own child."""
    rows = request.pieces.filter(part__in=parts_of(reader, request))
    if reader.own_child_ids:
        theirs = Involvement.objects.filter(person_id__in=reader.own_child_ids).values("record")
        rows = rows.exclude(Q(record__in=theirs) & ~Q(record__author_id=reader.person_id))
    return rows


@dataclass(frozen=True)
class Asked:
    """What somebody wrote down about a request that came in."""

    right: str
    asker: str
    identity: str
    received_on: date
    carer: Person | None = None
    asker_name: str = ""
    identity_words: str = ""
    pupils_view: str = ""
    covers_from: date | None = None
    covers_to: date | None = None
    kinds: Sequence[str] = field(default_factory=tuple)
    asked_for: str = ""


@transaction.atomic
def log_request(reader: Reader, school: School, pupil: Person, asked: Asked) -> SubjectRequest:
    """Keep a request, start its clock, and gather what is held. For the head and designated lead.

    Raises Refused for a carer of whom parental responsibility is not known, a day to come, or a
    period that ends before it begins.
    """
    if not leads_requests(reader, school.pk) or pupil.pk in reader.own_child_ids:
        raise Refused("Only the head or the designated lead can log a request.")
    _refuse_days(asked)
    _refuse_asker(pupil, asked)
    give_grounds(school)
    request = SubjectRequest.objects.create(
        school=school, pupil=pupil, right=asked.right, asker=asked.asker, carer=asked.carer,
        asker_name=tidy(asked.asker_name)[:200], identity=asked.identity,
        identity_words=tidy(asked.identity_words)[:300], pupils_view=tidy(asked.pupils_view)[:300],
        received_on=asked.received_on, covers_from=asked.covers_from, covers_to=asked.covers_to,
        kinds=list(asked.kinds), asked_for=tidy(asked.asked_for)[:500],
        due_on=_due_on(school, asked), logged_by=reader.person, logged_at=clock.now(),
    )  # fmt: skip
    gather(request)
    return request


def _due_on(school: School, asked: Asked) -> date:
    if asked.right == SubjectRequest.Right.EDUCATIONAL_RECORD:
        return record_due(asked.received_on, calendar_of(school))
    return month_due(asked.received_on)


def _refuse_days(asked: Asked) -> None:
    today = clock.today()
    if asked.received_on > today:
        raise Refused("This day has not come yet. Give the day it was received.", "received_on")
    if (today - asked.received_on).days > OLDEST:
        raise Refused("This is more than a year ago. Check the year.", "received_on")
    if asked.covers_from and asked.covers_to and asked.covers_to < asked.covers_from:
        raise Refused("The last day is before the first. Change one of them.", "covers_to")


def _refuse_asker(pupil: Person, asked: Asked) -> None:
    """A carer must be this pupil's and have parental responsibility that somebody has checked."""
    if asked.asker != SubjectRequest.Asker.CARER:
        if asked.asker == SubjectRequest.Asker.AGENCY and not tidy(asked.asker_name):
            raise Refused("Say which agency or person asks.", "asker_name")
        if asked.right == SubjectRequest.Right.EDUCATIONAL_RECORD:
            raise Refused("Only a parent has this right. Choose subject access.", "right")
        return
    link = CarerLink.objects.filter(pupil=pupil.pk, carer=asked.carer).first()
    if link is None:
        raise Refused("Choose which carer asks.", "carer")
    if link.responsibility != CarerLink.Responsibility.YES:
        raise Refused(
            "Parental responsibility is not known for this carer. Check it and bring it in with "
            "the roll first, or log them as somebody acting for the pupil.", "carer",
        )  # fmt: skip


def basis_of(request: SubjectRequest) -> str:
    """What the clock rests on, with its source."""
    if request.right == SubjectRequest.Right.EDUCATIONAL_RECORD:
        return RECORD_BASIS
    return EXTENDED_BASIS if request.extended_at else MONTH_BASIS


def may_extend(request: SubjectRequest) -> bool:
    """Only subject access can be given longer, once, and only before the first month is over."""
    return (
        request.is_open
        and request.right == SubjectRequest.Right.SUBJECT_ACCESS
        and request.extended_at is None
        and clock.today() <= request.due_on
    )


def extend(request: SubjectRequest, reader: Reader, why: str) -> None:
    """Two months more, for a reason that whoever asks must be told within the first month."""
    _refuse_other_than_leads(request, reader)
    if not may_extend(request):
        raise Refused("This clock cannot be given longer.")
    said = reason_given(why, "Say why it is complex, as you told whoever asks.", "why", most=500)
    request.extended_at, request.extended_by, request.extended_why = (
        clock.now(),
        reader.person,
        said,
    )
    request.due_on = month_due(request.received_on, extended=True)
    request.save(update_fields=["extended_at", "extended_by", "extended_why", "due_on"])


def close_unsent(request: SubjectRequest, reader: Reader, why: str) -> None:
    """End a request without sending anything: taken back, or refused on a ground the law gives."""
    _refuse_other_than_leads(request, reader)
    if not request.is_open:
        raise Refused("This request has ended already.")
    said = reason_given(why, "Say why nothing is sent, in a few words.", "why", most=500)
    request.state, request.ended_why = SubjectRequest.State.CLOSED, said
    request.ended_at, request.ended_by = clock.now(), reader.person
    request.save(update_fields=["state", "ended_why", "ended_at", "ended_by"])


def let_in(request: SubjectRequest, reader: Reader, person: Person | None) -> None:
    """The head lets an administrator of the school work on the ordinary part."""
    _refuse_other_than_head(request, reader)
    if person is None or not administrators(request).filter(pk=person.pk).exists():
        raise Refused("Choose an administrator of this school.", "person")
    RequestWorker.objects.get_or_create(
        request=request, person=person, ended_at=None,
        defaults={"by": reader.person, "at": clock.now()},
    )  # fmt: skip


def let_out(request: SubjectRequest, reader: Reader, person: Person | None) -> None:
    """End it again; what they decided stays."""
    _refuse_other_than_head(request, reader)
    request.workers.filter(person=person, ended_at=None).update(ended_at=clock.now())


def administrators(request: SubjectRequest) -> QuerySet[Person]:
    """Who could be let in: administrators of the school today, not carers of the pupil."""
    posts = Post.objects.held_on(clock.today()).filter(
        school=request.school_id, role=Post.Role.ADMINISTRATOR
    )
    return Person.objects.filter(pk__in=posts.values("person")).exclude(
        cares_for__pupil=request.pupil_id
    )


def turn_staff(request: SubjectRequest, reader: Reader, *, mask: bool) -> None:
    """Show the names of staff who acted in their post, as is usual, or mask them all."""
    _refuse_other_than_leads(request, reader)
    _refuse_ended(request)
    if request.mask_staff != mask:
        request.mask_staff = mask
        request.save(update_fields=["mask_staff"])
        request.pieces.filter(state=Piece.State.GOES).update(state=Piece.State.WAITING)


def progress(pieces: QuerySet[Piece]) -> Mapping[str, tuple[int, int]]:
    """By part: how many pieces are decided, of how many."""
    counts: dict[str, tuple[int, int]] = {}
    for part, state in pieces.order_by().values_list("part", "state"):
        done, total = counts.get(part, (0, 0))
        counts[part] = (done + (state != Piece.State.WAITING), total + 1)
    return counts


def _refuse_ended(request: SubjectRequest) -> None:
    if not request.is_open:
        raise Refused("This request has ended, so nothing in it can be changed.")


def _refuse_other_than_leads(request: SubjectRequest, reader: Reader) -> None:
    if not leads_requests(reader, request.school_id):
        raise Refused("Only the head or the designated lead can do this.")


def _refuse_other_than_head(request: SubjectRequest, reader: Reader) -> None:
    if not reader.holds(request.school_id, Post.Role.HEAD):
        raise Refused("Only the head can let somebody in.")
