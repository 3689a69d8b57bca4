"""What the doctor says of mail and push: whether people can be told outside the app, and are."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from handrail.core import clock
from handrail.keeping.finding import Finding
from handrail.notify.models import Device, Wishes
from handrail.notify.push_key import NAME
from handrail.notify.sending import waiting_since
from handrail.people.models import Person, Post
from handrail.school.models import School

PATIENCE = timedelta(minutes=15)


def outgoing() -> Iterator[Finding]:
    """What is wrong and how to mend it; names nobody."""
    if not (Path(settings.HOME) / NAME).is_file():
        yield Finding("There is no key to sign push messages with.", "Run: handrail init")
    if not settings.MAIL_ON:
        yield Finding("Nobody is told by mail.", "Name your mail server in HANDRAIL_MAIL_URL.")
    if "notify_delivery" not in connection.introspection.table_names():
        return
    for channel, since in waiting_since().items():
        if clock.now() - since > PATIENCE:
            yield Finding(
                f"Messages by {channel} have not gone out since {clock.local(since):%d %B %H:%M}.",
                "Look at the mail server, or the way to the push services. They go when it works.",
            )
    for school in School.objects.all():
        if _leads_told_in_the_app_only(school):
            yield Finding(
                f"A designated lead of {school} is told in the app only.",
                "Give them an address on the roll, or let them tap “Tell me on this device”.",
            )


def _leads_told_in_the_app_only(school: School) -> bool:
    posts = Post.objects.held_on(clock.today()).filter(
        school=school, role=Post.Role.DESIGNATED_LEAD
    )
    leads = Person.objects.filter(pk__in=posts.values("person"))
    deaf = leads.exclude(pk__in=Device.objects.filter(ended_at=None).values("person"))
    if settings.MAIL_ON:
        deaf = deaf.filter(email="").exclude(
            pk__in=Wishes.objects.exclude(mail_to="").values("person")
        )
    return deaf.exists()
