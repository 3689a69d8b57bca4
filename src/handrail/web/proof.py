"""My second factor: setting it up, showing it again, and taking it away."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from handrail.core.names import clean
from handrail.entry.devices import end_all
from handrail.entry.factors import (
    add_app,
    code_at,
    codes_left,
    factors_of,
    has_factor,
    new_codes,
    new_secret,
    picture_of,
    remove_factor,
    step_now,
)
from handrail.entry.guards import At, at_school
from handrail.entry.limits import DEVICE, clear, count, is_full, key_of
from handrail.entry.passkeys import add_passkey, asking_to_add, asking_to_show
from handrail.entry.proof import MustProve, is_fresh, is_proved, must_have_factor
from handrail.entry.signing import leave, prove, safe_next
from handrail.people.models import User
from handrail.web.door import code_page, read_answer, shown_by

WRONG_PASSWORD = "That is not your password. Try again."  # noqa: S105
WRONG_FIRST_CODE = "That code does not fit. Wait for the next one, check the phone’s time, and try."
NO_NEW_PASSKEY = "The passkey was not made. Try again, or use an authenticator app."
LAST_ONE = "Your post needs a second factor. Add another before you take this one away."


def _me(request: At) -> User:
    return request.user  # type: ignore[return-value]


@sensitive_post_parameters("password", "code")
@at_school(unproved=True)
@require_http_methods(["GET", "POST"])
def again(request: At) -> HttpResponse:
    """Show once more that it is you: by the second factor, or by the password without one."""
    user, errors = _me(request), []
    factor = has_factor(user)
    if request.method == "POST" and request.POST.get("passkey") and "answer" not in request.POST:
        return JsonResponse(asking_to_show(user))
    if request.method == "POST":
        sentence = shown_by(request, user) if factor else _wrong_password(request, user)
        if not sentence:
            prove(request, factor=factor)
            return redirect(_where_to(request))
        errors = [sentence]
    context = {
        "errors": errors, "again": True, "by_password": not factor and user.has_usable_password(),
        "nothing": not factor and not user.has_usable_password(),
        "next": safe_next(request), "action": "/me/again/", **code_page(user),
    }  # fmt: skip
    return render(request, "web/code.html", context, status=422 if errors else 200)


def _where_to(request: At) -> str:
    """Back to what was asked for; words for a record go back to its page, and wait there."""
    then = safe_next(request)
    parts = then.split("/")
    return f"/records/{parts[2]}/" if then.startswith("/records/") and len(parts) > 4 else then


def _wrong_password(request: At, user: User) -> str:
    key = key_of("again", user.pk)
    if is_full(key, DEVICE):
        leave(request)
        return "Too many tries. Sign in again."
    if user.has_usable_password() and user.check_password(request.POST.get("password", "")):
        clear(key)
        return ""
    count(key)
    return WRONG_PASSWORD


def _fresh_or_prove(request: At) -> None:
    """Factors change only in the hands of somebody who has just shown who they are."""
    if not is_fresh(request) or (has_factor(_me(request)) and not is_proved(request)):
        raise MustProve


def _to_again(request: At) -> HttpResponse:
    return redirect("/me/again/?next=/me/second-factor/")


@at_school(unproved=True)
@require_http_methods(["GET"])
def second_factor(request: At) -> HttpResponse:
    """What I prove myself with, and how to add to it."""
    try:
        _fresh_or_prove(request)
    except MustProve:
        return _to_again(request)
    user = _me(request)
    context = {
        "factors": factors_of(user),
        "needed": must_have_factor(request.reader),
        "codes_left": len(codes_left(user)),
        "next": safe_next(request),
    }
    return render(request, "web/second_factor.html", context)


@csp_update({"img-src": ["data:"]})  # the QR picture, on this page alone
@at_school(unproved=True)
@require_http_methods(["GET", "POST"])
def app(request: At) -> HttpResponse:
    """Set up an authenticator app: read the picture, type the first code."""
    try:
        _fresh_or_prove(request)
    except MustProve:
        return _to_again(request)
    user, errors = _me(request), []
    kept = request.session.get("new_factor")
    secret = decrypt(kept) if kept else ""
    if request.method == "POST" and secret:
        if add_app(user, secret, request.POST.get("code", "")):
            request.session.pop("new_factor")
            return _added(request, user)
        errors = [WRONG_FIRST_CODE]
    else:
        secret = new_secret()
        request.session["new_factor"] = encrypt(secret)
    context = {
        "errors": errors, "picture": picture_of(user, secret), "secret": secret,
        "demo_code": code_at(secret, step_now()) if settings.DEMO else "",
    }  # fmt: skip
    return render(request, "web/factor_app.html", context, status=422 if errors else 200)


@at_school(unproved=True)
@require_POST
def passkey(request: At) -> HttpResponse:
    """Add a passkey: first the question, as JSON; then what the browser made."""
    try:
        _fresh_or_prove(request)
    except MustProve:
        return _to_again(request)
    user = _me(request)
    if "answer" not in request.POST:
        return JsonResponse(asking_to_add(user))
    if add_passkey(user, clean(request.POST.get("name", "")), read_answer(request)):
        return _added(request, user)
    messages.error(request, NO_NEW_PASSKEY)
    return redirect("/me/second-factor/")


def _added(request: At, user: User) -> HttpResponse:
    """Proved here; signed out everywhere else. The first factor brings ten recovery codes."""
    first = not codes_left(user)
    prove(request, factor=True)
    end_all(user, but=request.session.session_key)
    if first:
        return _show_codes(request, new_codes(user))
    messages.success(request, "Added. You were signed out on your other devices.")
    return redirect("/me/second-factor/")


def _show_codes(request: At, codes: list[str]) -> HttpResponse:
    return render(request, "web/factor_codes.html", {"codes": codes})


@at_school()
@require_POST
def codes(request: At) -> HttpResponse:
    """Ten new recovery codes; those before them end."""
    _fresh_or_prove(request)
    if not has_factor(_me(request)):
        raise Http404("Recovery codes come with a second factor.")
    return _show_codes(request, new_codes(_me(request)))


@at_school()
@require_POST
def remove(request: At) -> HttpResponse:
    """Take a factor away; the last one only where no post needs it."""
    _fresh_or_prove(request)
    user = _me(request)
    mine = factors_of(user)
    number = request.POST.get("factor", "")
    chosen: Authenticator | None = next((one for one in mine if str(one.pk) == number), None)
    if chosen is None:
        raise Http404("No such factor of yours.")
    if len(mine) == 1 and must_have_factor(request.reader):
        messages.error(request, LAST_ONE)
        return redirect("/me/second-factor/")
    remove_factor(user, chosen)
    _forget_proof(request, user)
    messages.success(request, "Taken away.")
    return redirect("/me/second-factor/")


def _forget_proof(request: At, user: User) -> None:
    """Without a factor there is nothing that this session could have proved."""
    end_all(user, but=request.session.session_key)
    if not has_factor(user):
        request.session.pop("proved", None)
