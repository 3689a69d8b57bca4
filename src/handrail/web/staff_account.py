"""The account of a staff member: inviting, closing, opening, and a lost second factor."""

from typing import Any
from uuid import UUID

from allauth.mfa.utils import decrypt, encrypt
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from handrail.entry.closing import close_account, open_account
from handrail.entry.devices import end_all, signed_in_devices
from handrail.entry.events import Sort, events_of, note
from handrail.entry.factors import drop_factors, factors_of
from handrail.entry.guards import RUNS_SCHOOL, At, at_school
from handrail.entry.invitations import invite, open_invitation, withdraw
from handrail.entry.letters import send_letter
from handrail.entry.proof import must_have_factor, prove_again
from handrail.people.models import Person, Post, User
from handrail.records.reader import reader_for

TAKEN = "Choose another sign-in name: this one is empty or taken."
NOT_YOURSELF = "You cannot do this to your own account. Ask a colleague."
NEEDS_HEAD = "Only the head can take this second factor away: their post reads restricted records."
CLOSED_NOW = "The account is closed. Every session and program of theirs has ended."
OTHER_SCHOOL = "This account is also used at another school, which alone can do this."


def find_staff(request: At, uuid: UUID) -> Person:
    """Somebody who works or worked here, by number; else no such page."""
    here = Q(posts__school=request.school) | Q(
        identifiers__school=request.school, pupil=None, cares_for=None
    )
    person = Person.objects.filter(here, uuid=uuid).distinct().first()
    if person is None:
        raise Http404("Nobody of that number works here.")
    return person


def account_of(request: At, person: Person) -> dict[str, Any]:
    """What the page of a staff member shows of their account."""
    user = User.objects.filter(person=person).first()
    secret = request.session.pop("invited", {}) if user else {}
    shown = decrypt(secret["link"]) if secret and user and secret["user"] == user.pk else ""
    return {
        "account": user,
        "link": shown,
        "invitation": open_invitation(user) if user else None,
        "account_events": events_of(user) if user else [],
        "account_factors": factors_of(user) if user else [],
        "account_devices": len(signed_in_devices(user)) if user else 0,
        "needs_factor": must_have_factor(reader_for(person)),
        "username": request.POST.get("username") or _suggested(person),
    }


def _suggested(person: Person) -> str:
    """A sign-in name to begin with: the part of the address before the @, or the names."""
    name = person.email.partition("@")[0] or f"{person.given}.{person.family}"
    return "".join(letter for letter in name.lower() if letter.isalnum() or letter in ".-_")


@at_school(*RUNS_SCHOOL)
@require_POST
def staff_account(request: At, uuid: UUID) -> HttpResponse:
    """One act on an account, by the administrator or the head; each is written in its log."""
    person = find_staff(request, uuid)
    user = User.objects.filter(person=person).first()
    act = ACTS.get(request.POST.get("act", ""))
    if act is None or (user is None and act is not _invite):
        raise Http404("No such act.")
    if act is not _invite and person == request.reader.person:
        messages.error(request, NOT_YOURSELF)
    elif user is not None and _of_another_school(request, person):
        messages.error(request, OTHER_SCHOOL)
    else:
        act(request, person, user)
    return redirect(f"/school/staff/{uuid}/#account")


def _of_another_school(request: At, person: Person) -> bool:
    """Somebody who works elsewhere as well, and holds a post here no longer."""
    posts = Post.objects.held_on(request.reader.day).filter(person=person)
    return posts.exists() and not posts.filter(school=request.school).exists()


def _invite(request: At, person: Person, user: User | None) -> None:
    """Make the account where there is none, and a link to choose the password by."""
    if user is None:
        name = request.POST.get("username", "").strip().lower()[:150]
        if not name or User.objects.filter(username=name).exists():
            messages.error(request, TAKEN)
            return
        user = User.objects.create_user(name, None, person)
    secret = invite(user, by=request.reader.person)
    link = request.build_absolute_uri(f"/welcome/{secret}/")
    request.session["invited"] = {"user": user.pk, "link": encrypt(link)}
    sent = send_letter(person, "invited", link)
    also = " It was sent by e-mail too." if sent else ""
    messages.success(request, f"Copy the link below now: it is shown once.{also}")


def _withdraw(request: At, person: Person, user: User) -> None:
    withdraw(user, by=request.reader.person)
    messages.success(request, "The link no longer works.")


def _close(request: At, person: Person, user: User) -> None:
    close_account(user, by=request.reader.person)
    messages.success(request, CLOSED_NOW)


def _open(request: At, person: Person, user: User) -> None:
    open_account(user, by=request.reader.person)
    messages.success(request, "The account is open again.")


def _end(request: At, person: Person, user: User) -> None:
    ended = end_all(user)
    note(user, Sort.ENDED, f"{ended} ended", by=request.reader.person)
    messages.success(request, "They were signed out everywhere.")


def _drop(request: At, person: Person, user: User) -> None:
    """Whoever keeps accounts must not get at restricted records by it: so the head does this."""
    heads_only = must_have_factor(reader_for(person))
    if heads_only and not request.reader.holds(request.school.pk, Post.Role.HEAD):
        messages.error(request, NEEDS_HEAD)
        return
    prove_again(request)
    drop_factors(user, by=request.reader.person)
    end_all(user)
    send_letter(person, "factor")
    messages.success(request, "Taken away. They set up a new one when they next sign in.")


ACTS: dict[str, Any] = {
    "invite": _invite, "withdraw": _withdraw, "close": _close, "open": _open,
    "end": _end, "drop": _drop,
}  # fmt: skip
