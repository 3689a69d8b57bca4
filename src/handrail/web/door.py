"""The door: signing in by password or passkey, the second step, and signing out."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from handrail.entry.factors import demo_code, factors_of
from handrail.entry.passkeys import asking_to_show, shows_passkey, whose_passkey
from handrail.entry.passwords import try_code, try_password
from handrail.entry.sessions import ended_elsewhere
from handrail.entry.signing import first_step, half_in, leave, let_in, safe_next
from handrail.people.models import User
from handrail.records.reader import reader_for

WRONG = "That name and password do not go together. Check both and try again."
WRONG_BOTH = "That name, password and code do not go together. Check all three and try again."
TOO_MANY = (
    "Too many tries. Wait a quarter of an hour, or use a device on which you have signed in "
    "before, a passkey, or your code below."
)
WRONG_CODE = "That code is not right, or was used already. Wait for the next one and try again."
TOO_MANY_CODES = "Too many codes were wrong. Wait a quarter of an hour, or use a passkey."
NO_PASSKEY = "That passkey does not open an account here. Sign in with your password."

BY_PROVIDER = {
    "not-known": "That account is not known here. Ask your school administrator to invite you, "
    "with the address that you sign in with.",
    "not-done": "Signing in there did not work. Try again, or use your password.",
}


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password. What was being typed when a session ended comes back afterwards."""
    errors = [BY_PROVIDER[said]] if (said := request.GET.get("provider")) in BY_PROVIDER else []
    ask_code = False
    if request.method == "POST":
        code = request.POST.get("code", "")
        name, password = request.POST.get("username", ""), request.POST.get("password", "")
        tried = try_password(request, name, password, code)
        if tried.user is not None and tried.proved:
            return let_in(request, tried.user, "password", safe_next(request), proved=True)
        if tried.user is not None:
            return first_step(request, tried.user, "password", safe_next(request))
        errors = [TOO_MANY if tried.full else WRONG_BOTH if code else WRONG]
        ask_code = tried.full or bool(code)
    return _sign_in_page(request, errors, ask_code=ask_code)


def _sign_in_page(
    request: HttpRequest, errors: list[str], *, ask_code: bool = False
) -> HttpResponse:
    context = {
        "errors": errors,
        "next": safe_next(request),
        "username": request.POST.get("username", ""),
        "ask_code": ask_code,
        "ended": ended_elsewhere(request),
        "providers": settings.PROVIDER_NAMES,
    }
    status = 422 if errors and request.method == "POST" else 200
    return render(request, "web/sign_in.html", context, status=status)


@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey: first the question, as JSON; then the browser's answer."""
    if "answer" not in request.POST:
        return JsonResponse(asking_to_show())
    user = whose_passkey(read_answer(request))
    if user is None or not reader_for(user.person).roles:
        return _sign_in_page(request, [NO_PASSKEY])
    return let_in(request, user, "passkey", safe_next(request), proved=True)


def read_answer(request: HttpRequest) -> dict[str, Any]:
    """What the browser said of a passkey; nothing when it is no such thing."""
    try:
        answer = json.loads(request.POST.get("answer", "")[:100_000])
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """After the password: a code, a recovery code, or a passkey."""
    half = half_in(request)
    if half is None:
        return redirect("/sign-in/")
    user, errors = half["user"], []
    if request.method == "POST" and request.POST.get("passkey") and "answer" not in request.POST:
        return JsonResponse(asking_to_show(user))
    if request.method == "POST":
        sentence = shown_by(request, user)
        if not sentence:
            return let_in(request, user, half["how"], half["next"], proved=True)
        errors = [sentence]
    context = {"errors": errors, **code_page(user), "action": "/sign-in/code/"}
    return render(request, "web/code.html", context, status=422 if errors else 200)


def shown_by(request: HttpRequest, user: User) -> str:
    """What is wrong with the second factor that was shown; nothing when it is right."""
    if "answer" in request.POST:
        return "" if shows_passkey(user, read_answer(request)) else NO_PASSKEY
    tried = try_code(request, user, request.POST.get("code", ""))
    if tried.full:
        return TOO_MANY_CODES
    return "" if tried.proved else WRONG_CODE


def code_page(user: User) -> dict[str, Any]:
    """What the page for a code needs; in the demonstration, the code of the made-up person."""
    sorts = {factor.type for factor in factors_of(user)}
    return {
        "has_app": "totp" in sorts,
        "has_passkey": "webauthn" in sorts,
        "is_demo": settings.DEMO and "totp" in sorts,
        "demo_code": demo_code(user),
    }


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    leave(request)
    response = redirect("/sign-in/")
    response["Clear-Site-Data"] = '"cache"'
    return response
