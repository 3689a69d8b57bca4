"""Telling: what the spine calls, inside its transaction, so that no one is forgotten."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from handrail.core import clock
from handrail.notify.absence import away_at
from handrail.notify.models import Alert
from handrail.notify.outbox import put_out
from handrail.people.models import Person, Post
from handrail.records.drawing import Drawn
from handrail.records.kind import READING, Kind
from handrail.records.models import Action, Override, Record, WideReading
from handrail.records.reader import Reader, reader_for
from handrail.records.reading import may_read
from handrail.records.rules import DESIGNATED
from handrail.records.sensitivity import Sensitivity
from handrail.school.models import School

READS_RESTRICTED = (*DESIGNATED, Post.Role.HEAD)


def on_filed(drawn: Sequence[Drawn], quietly: bool) -> None:
    """Tell whoever each action waits for, as far as they may know of it."""
    if not quietly:
        told = (
            _told_of(action, one.record)
            for one in drawn
            for action in one.actions
            if action.is_open and not _waits_for_its_day(action, one.kind)
        )
        put_out([alert for alerts in told for alert in alerts])


def _waits_for_its_day(action: Action, kind: Kind) -> bool:
    """What falls due on a day that the record names is told then, by its ladder, and not now."""
    return _names_its_day(action, kind) and action.due > clock.now()


def _names_its_day(action: Action, kind: Kind) -> bool:
    duty = kind.duty(action.duty)
    return duty is not None and duty.on_a_date


def on_begun(actions: Sequence[Action]) -> None:
    """The same for actions that began later, when more became known."""
    put_out([alert for action in actions for alert in _told_of(action, action.record)])


def _told_of(action: Action, record: Record) -> list[Alert]:
    """Alerts for the post that it waits for, or for the one person; not for the author."""
    if action.owner_role:
        return [] if _knows_already(action, record) else _first_told(action, record)
    person = action.owner_person
    if person is None or person.pk == record.author_id:
        return []
    return _alerts_for([person], action, record, Alert.Sort.ACTION)


def _knows_already(action: Action, record: Record) -> bool:
    """Whether what is not urgent waits for a post that its author holds, to be done and not read:
    nobody else is told before it is late."""
    posts = Post.objects.held_on(clock.today()).filter(
        person=record.author_id, school=record.school_id, role=action.owner_role
    )
    return not (action.urgent or action.evidence == READING) and posts.exists()


def _first_told(action: Action, record: Record) -> list[Alert]:
    """Alerts for the post that an action waits for.

    When nobody there may know (the only lead wrote it, or it is her own child, or the school has
    no such post), for the next on the ladder who may, then the leads and the head: at once,
    because a rung with nobody on it would only be lost time. When it is urgent and everybody
    there is away, they are told, and the next are told beside them.
    """
    rungs = [step.role for duty in record.declared.duties
             if duty.slug == action.duty for step in duty.ladder]  # fmt: skip
    away = away_at(record.school_id, clock.now()) if action.urgent else frozenset()
    told: dict[int, Alert] = {}
    for role in dict.fromkeys((action.owner_role, *rungs, *DESIGNATED, Post.Role.HEAD)):
        for alert in _alerts(action, record, role, Alert.Sort.ACTION):
            told.setdefault(alert.person_id, alert)
        if told.keys() - away:
            break
    return list(told.values())


def climb(action: Action, role: str) -> bool:
    """Tell the next rung of the ladder that an action is still open.

    False if nobody is on it, or everybody there is away: then the one above is told too.
    """
    alerts = _alerts(action, action.record, role, Alert.Sort.CLIMBED)
    put_out(alerts)
    away = away_at(action.school_id, clock.now())
    return any(alert.person_id not in away for alert in alerts)


def alerts_of(reader: Reader) -> QuerySet[Alert]:
    """What this person was told, at the schools where they hold a post today."""
    return alerts_told(*whose_alerts(reader))


def whose_alerts(reader: Reader) -> tuple[int, tuple[int, ...], bool]:
    """What decides which alerts are a reader's, as plain values."""
    return reader.person_id, tuple(sorted(reader.roles)), reader.ordinary_only


def alerts_told(person: int, schools: tuple[int, ...], ordinary_only: bool) -> QuerySet[Alert]:
    """`alerts_of` a reader, from plain values, for a question that is written once."""
    alerts = Alert.objects.filter(person=person, school_id__in=schools)
    if ordinary_only:
        return alerts.exclude(record__sensitivity__gte=Sensitivity.RESTRICTED)
    return alerts


def on_read(record: Record, reader: Reader, closed: Sequence[Action]) -> None:
    """Whoever opened it has seen their alerts about it; the author is told, once, that it was read
    by somebody who had to.
    """
    Alert.objects.filter(person=reader.person, record=record, seen_at=None).update(
        seen_at=clock.now()
    )
    if not closed or not may_read(reader_for(record.author), record):
        return
    post = _post_at(reader, record)
    alert = Alert(
        person=record.author, school=record.school, sort=Alert.Sort.READ, record=record,
        text=f"Your {record.declared.said} was read by {reader.person.formal}{post}",
        at=clock.now(),
    )  # fmt: skip
    put_out([alert])


def _post_at(reader: Reader, record: Record) -> str:
    roles = reader.roles.get(record.school_id, frozenset())
    for role in (Post.Role.DESIGNATED_LEAD, Post.Role.DEPUTY_LEAD, Post.Role.HEAD):
        if role in roles:
            return f" ({role.label.lower()})"
    return ""


def on_destroyed(record: Record) -> None:
    """Take the words out of what people were told about a record that is being destroyed."""
    about = Alert.objects.filter(Q(record=record) | Q(action__record=record))
    about.update(text="About a record that has since been destroyed", urgent=False)


def on_override(override: Override) -> None:
    """Tell the designated leads that somebody looked beyond their own pupils."""
    leads = _holders(override.school_id, DESIGNATED).exclude(pk=override.person_id)
    alerts = [
        Alert(
            person=lead, school=override.school, sort=Alert.Sort.OVERRIDE, override=override,
            text=f"{override.person.formal} opened records of a pupil they do not work with",
            at=override.at,
        )
        for lead in leads
    ]  # fmt: skip
    put_out(alerts)


def tell_wide(reading: WideReading) -> None:
    """Tell the designated leads and the head that somebody opened very many pupils' files."""
    told = _holders(reading.school_id, READS_RESTRICTED).exclude(pk=reading.person_id)
    alerts = [
        Alert(
            person=lead, school=reading.school, sort=Alert.Sort.OVERRIDE,
            text=f"{reading.person.formal} opened the files of {reading.pupils} pupils in an hour",
            at=reading.at,
        )
        for lead in told
    ]  # fmt: skip
    put_out(alerts)


def tell_posts_given(posts: Sequence[Post], *, by: Person | None) -> None:
    """Tell the designated leads and the head that somebody else reads safeguarding records now.

    `by` is who gave the posts, or `None` when the roll did. Without this, whoever keeps the
    accounts could make a reader of themselves, and nobody would notice.
    """
    weighty = [post for post in posts if post.role in READS_RESTRICTED]
    fresh = {post.person_id for post in weighty} | ({by.pk} if by else set())
    giver = by.formal if by else "The roll"
    alerts = [
        Alert(
            person=holder, school=post.school, sort=Alert.Sort.POST, at=clock.now(), urgent=True,
            text=f"{giver} gave {post.person.formal} the post: {post.get_role_display()}"[:200],
        )
        for post in weighty
        for holder in _holders(post.school_id, READS_RESTRICTED).exclude(pk__in=fresh)
    ]  # fmt: skip
    put_out(alerts)


def tell_of_lesson(person: Person, school: School, text: str, leads_to: str) -> None:
    """Tell one person news of a lesson plan; `leads_to` is its page, by number only.

    The text may name a colleague and the lesson, never a pupil: outside the app it is not said.
    """
    _tell_news(person, school, text, leads_to, Alert.Sort.LESSON)


def tell_of_job(person: Person, school: School, text: str, leads_to: str) -> None:
    """Tell one person news of a job; the text may name a colleague, and says nothing of the job."""
    _tell_news(person, school, text, leads_to, Alert.Sort.JOB)


def tell_of_fault(
    school: School, text: str, leads_to: str, *, by: Person, roles: Iterable[str] = (),
    person: Person | None = None,
) -> None:  # fmt: skip
    """Tell whoever holds these posts, or one person, news of something broken; never `by`. The text
    says nothing of what it is."""
    told = [person] if person else list(_holders(school.pk, roles))
    for one in told:
        if one.pk != by.pk:
            _tell_news(one, school, text, leads_to, Alert.Sort.FAULT)


def tell_of_turn(person: Person, school: School, text: str, leads_to: str) -> None:
    """Tell one person news of the rota; the text may name a colleague."""
    _tell_news(person, school, text, leads_to, Alert.Sort.TURN)


def _tell_news(person: Person, school: School, text: str, leads_to: str, sort: str) -> None:
    if reader_for(person).holds(school.pk, *Post.Role.values):
        alert = Alert(
            person=person, school=school, sort=sort, text=text[:200], leads_to=leads_to,
            at=clock.now(),
        )  # fmt: skip
        put_out([alert])


def is_unseen(person: Person | None, leads_to: str) -> bool:
    """Whether news that leads to a page still waits for this person: more of it would say less."""
    rows = Alert.objects.filter(person=person, leads_to=leads_to, seen_at=None)
    return person is not None and rows.exists()


def seen_at_page(reader: Reader, leads_to: str) -> None:
    """Whoever opened a page has seen the alerts that lead there."""
    rows = Alert.objects.filter(person=reader.person, leads_to=leads_to, seen_at=None)
    if rows.exists():
        rows.update(seen_at=clock.now())


def _alerts(action: Action, record: Record, role: str, sort: str) -> list[Alert]:
    people = _holders(record.school_id, [role])
    if not _names_its_day(action, record.declared):  # who wrote a plan in May is told in October
        people = people.exclude(pk=record.author_id)
    return _alerts_for(people, action, record, sort)


def _alerts_for(people: Iterable[Person], action: Action, record: Record, sort: str) -> list[Alert]:
    return [
        Alert(
            person=person, school=record.school, sort=sort, text=_words(action, record, sort),
            urgent=action.urgent, record=record, action=action, at=clock.now(),
        )
        for person in people
        if may_read(reader_for(person), record)
    ]  # fmt: skip


def _words(action: Action, record: Record, sort: str) -> str:
    """Content-free: it may show on a locked screen. "A concern needs you"."""
    label = record.declared.said
    article = "An" if label[0] in "aeiou" else "A"
    if _names_its_day(action, record.declared):
        return f"{article} {label} is to be looked at again: its day has come"
    if sort == Alert.Sort.CLIMBED:
        return f"{article} {label} has waited for a reader: it needs you now"
    verb = "needs you" if action.evidence == READING else "asks something of you"
    return f"{article} {label} {verb}"


def _holders(school_id: int, roles: Iterable[str]) -> QuerySet[Person]:
    posts = Post.objects.held_on(clock.today()).filter(school_id=school_id, role__in=list(roles))
    return Person.objects.filter(pk__in=posts.values("person"))
