"""Forgetting: what a pupil learned goes when the last record about them is destroyed."""

from django.db.models import Q

from handrail.core import clock
from handrail.learning.models import LessonPlan, Mark, Objective, PlanPupil
from handrail.people.models import Enrolment, Person
from handrail.records.models import Involvement, Record


def on_destroyed(record: Record) -> None:
    """Called while the record's people can still be asked for.

    Learning has no period of its own: it goes with the pupil's last record, which a hold on the
    pupil keeps back, and to whose end two people said yes. A pupil on the roll keeps everything.
    """
    for person in pupils_to_forget(record):
        forget_learning(person, record.school_id)


def pupils_to_forget(record: Record) -> list[Person]:
    """The pupils of a record that is being destroyed, about whom nothing else is kept and who are
    on no roll: what other rooms keep beside records goes for them too."""
    pupils = record.involvements.filter(as_pupil=True).values_list("person", flat=True)
    people = Person.objects.filter(pk__in=list(pupils))
    return [person for person in people if not _is_kept(person, record)]


def _is_kept(person: Person, record: Record) -> bool:
    others = Involvement.objects.filter(
        person=person, as_pupil=True, record__school=record.school_id
    ).exclude(record=record)
    on_roll = Enrolment.objects.on_roll(clock.today()).filter(
        pupil=person.pk, school=record.school_id
    )
    return others.exclude(record__state=Record.State.STUB).exists() or on_roll.exists()


def forget_learning(person: Person, school_id: int) -> None:
    """Delete a pupil's marks and own targets, and take them out of plans. A plan that then names
    nobody loses its words, which were about them."""
    Mark.objects.filter(pupil=person, school=school_id).delete()
    named = PlanPupil.objects.filter(pupil=person, plan__school=school_id)
    plans = list(named.values_list("plan_id", flat=True))
    named.delete()
    empty = LessonPlan.objects.filter(pk__in=plans, named=None)
    keys = list(empty.values_list("pk", flat=True))
    emptied = LessonPlan.objects.filter(pk__in=keys)
    emptied.update(part="", adaptations="", seating="", done="", not_done="", worries="", answer="")
    for plan in emptied:
        plan.suggestions.all().delete()
    Objective.objects.filter(Q(pupil=person), framework__school=school_id).delete()
