"""The rounds look after accounts: leavers, letters, and what nobody needs any more."""

from datetime import date, timedelta

from django.core import mail
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.entry.models import AccountEvent, Invitation, Try
from handrail.entry.rounds import look_after_accounts
from handrail.people.models import Post
from tests.entry.going_in import account, give_password


def test_the_rounds_close_leavers_send_links_and_forget(cast: Cast) -> None:
    cast.sam.email = "sam@spring-lane.example"
    cast.sam.save()
    Post.objects.filter(person=cast.lee).update(ends=date(2026, 11, 20))
    for name in ("sam", "nobody"):
        Client().post("/sign-in/forgotten/", {"name": name})
        give_password(Client(), name, "wrong-wrong-wrong")
    look_after_accounts()
    assert (account("lee").is_active, len(mail.outbox)) == (False, 1)
    assert Try.objects.count() == 8
    clock.advance(timedelta(days=31))
    look_after_accounts()
    assert (Try.objects.count(), Invitation.objects.count()) == (0, 0)
    assert AccountEvent.objects.filter(user=None).count() == 0
    assert AccountEvent.objects.filter(user=account("sam")).count() == 2
    assert len(mail.outbox) == 1
