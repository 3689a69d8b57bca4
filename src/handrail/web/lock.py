"""The locked screen: covering everything, and opening it again by PIN or password."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from handrail.entry import locking
from handrail.entry.factors import factors_of
from handrail.entry.guards import At, at_school
from handrail.entry.passkeys import asking_to_show, shows_passkey
from handrail.entry.passwords import try_password
from handrail.entry.signing import safe_next
from handrail.people.models import User
from handrail.web.door import read_answer

TOO_MANY = "Too many tries. Wait a quarter of an hour, then try again."
NO_PASSKEY = "That passkey is not yours here. Use your PIN or password."
WRONG_PIN = "That is not your PIN. Try again, or use your password."
NO_MORE_PINS = "Too many wrong PINs. Use your password this time."


@sensitive_post_parameters("password", "pin")
@require_http_methods(["GET", "POST"])
def lock(request: HttpRequest) -> HttpResponse:
    """Cover everything until the same person gives their PIN or password."""
    if not request.user.is_authenticated:
        return redirect_to_login(safe_next(request), "/sign-in/")
    if request.method == "POST" and "passkey" in request.POST and "answer" not in request.POST:
        return JsonResponse(asking_to_show(request.user))  # type: ignore[arg-type]
    if request.method == "POST" and not {"password", "pin", "answer"} & set(request.POST):
        locking.lock(request)
        return redirect("/lock/")
    locking.is_locked(request)  # a minute away locks
    error = _open_again(request) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        locking.unlock(request)
        return redirect(safe_next(request))
    context = {
        "errors": [error] if error else [],
        "next": safe_next(request),
        "person": request.user.person,
        "with_pin": locking.may_use_pin(request),
        "with_passkey": any(one.type == "webauthn" for one in factors_of(request.user)),  # type: ignore[arg-type]
    }
    return render(request, "web/lock.html", context, status=422 if error else 200)


def _open_again(request: HttpRequest) -> str:
    """Why what was given does not open the screen; nothing when it does."""
    if "answer" in request.POST:
        return "" if shows_passkey(request.user, read_answer(request)) else NO_PASSKEY  # type: ignore[arg-type]
    if "password" not in request.POST:
        if locking.pin_opens(request, request.POST["pin"].strip()):
            return ""
        return WRONG_PIN if locking.may_use_pin(request) else NO_MORE_PINS
    tried = try_password(request, request.user.username, request.POST["password"])  # type: ignore[union-attr]
    if tried.user == request.user:
        return ""
    return TOO_MANY if tried.full else "That is not your password. Try again."


@require_POST
def away(request: HttpRequest) -> JsonResponse:
    """The page was put out of sight: from now on a minute counts."""
    if request.user.is_authenticated:
        locking.went_away(request)
    return JsonResponse({"state": "away"})


@require_POST
def back(request: HttpRequest) -> JsonResponse:
    """The page is in sight again: in time, or locked meanwhile, or signed out."""
    if not request.user.is_authenticated:
        return JsonResponse({"state": "signed-out"}, status=401)
    if not locking.came_back(request):
        return JsonResponse({"state": "locked"}, status=401)
    return JsonResponse({"state": "open"})


@sensitive_post_parameters("pin", "again")
@at_school()
@require_POST
def pin(request: At) -> HttpResponse:
    """Set, change or give up the PIN that opens a locked screen."""
    user: User = request.user  # type: ignore[assignment]
    digits = request.POST.get("pin", "").strip()
    if "remove" in request.POST:
        digits, fault = "", ""
    elif not user.check_password(request.POST.get("password", "")):
        fault = "That is not your password, so the PIN was left as it was."
    else:
        fault = locking.fault_of_pin(digits)
    if fault:
        messages.error(request, fault)
        return redirect("/me/#device")
    user.set_pin(digits)
    user.save(update_fields=["pin"])
    request.session["pin_fresh"] = bool(digits)
    done = "Your PIN is set. It opens a locked screen, here and without signal."
    messages.success(request, done if digits else "The PIN is gone. Your password opens the lock.")
    return redirect("/me/#device")
