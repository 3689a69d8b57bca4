"""The nil return: the head's word that nobody reported any."""

from django.db import IntegrityError, transaction

from handrail.core import clock
from handrail.equality.counting import may_be_nil
from handrail.equality.models import NilReturn
from handrail.equality.periods import Period
from handrail.people.models import Post
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.school.models import School


def sign_nil(reader: Reader, school: School, period: Period) -> NilReturn:
    """Keep that a period had none, signed by the head; the same again gives back the first.

    Refused to anybody else, before the period is over, and where something was recorded.
    """
    if not reader.holds(school.pk, Post.Role.HEAD):
        raise Refused("The head signs the nil return.")
    if period.over > reader.day:
        raise Refused("This period is not over yet. Sign on its last school day or later.")
    if not may_be_nil(reader, school, period):
        raise Refused("There is a record in this period, so it cannot be signed as nil.")
    span = {"school": school, "starts": period.starts, "ends": period.ends}
    if before := NilReturn.objects.filter(**span).first():
        return before
    try:
        with transaction.atomic():
            return NilReturn.objects.create(
                **span, label=period.label, signed_at=clock.now(), signed_by=reader.person,
                signed_name=reader.person.formal,
            )  # fmt: skip
    except IntegrityError:  # two taps at once: the first one stands
        return NilReturn.objects.get(**span)
