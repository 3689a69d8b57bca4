"""Signing in and out, and my account."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from handrail.core.names import clean
from handrail.entry.guards import At, at_school, school_of
from handrail.entry.tokens import SCOPES, make_token, revoke, tokens_of
from handrail.people.models import Post, User
from handrail.records.reader import reader_for

MOST_TRIES, TRIES_LAST = 10, 300
WRONG = "That name and password do not go together. Check both and try again."
TOO_MANY = "Too many tries from here. Wait five minutes, then try again."


def next_page(request: HttpRequest) -> str:
    """Where to go after signing in: only an address of our own."""
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours and asked.startswith("/") else "/"


def tries_key(request: HttpRequest) -> str:
    """One count for each source and name, so that nobody can lock somebody else out."""
    name = request.POST.get("username", "").strip().lower()[:150]
    return f"tries:{request.META.get('REMOTE_ADDR', '')}:{hash(name)}"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password. What was being typed when a session ended comes back afterwards."""
    errors = []
    if request.method == "POST":
        key = tries_key(request)
        if cache.get(key, 0) >= MOST_TRIES:
            errors = [TOO_MANY]
        elif user := _known(request):
            cache.delete(key)
            login(request, user)
            return redirect(next_page(request))
        else:
            cache.set(key, cache.get(key, 0) + 1, TRIES_LAST)
            errors = [WRONG]
    name = request.POST.get("username", "")
    context = {"errors": errors, "next": next_page(request), "username": name}
    return render(request, "web/sign_in.html", context, status=422 if errors else 200)


def _known(request: HttpRequest) -> User | None:
    """The user behind a name and password, when they hold a post somewhere today."""
    user = authenticate(
        request,
        username=request.POST.get("username", "").strip().lower(),
        password=request.POST.get("password", ""),
    )
    return user if isinstance(user, User) and reader_for(user.person).roles else None


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    response = redirect("/sign-in/")
    response["Clear-Site-Data"] = '"cache"'
    return response


class PasswordForm(forms.Form):
    old = forms.CharField(
        label="Password now",
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "field", "autocomplete": "current-password"}),
        error_messages={"required": "Give the password you have now."},
    )
    new = forms.CharField(
        label="New password",
        strip=False,
        help_text="At least 12 characters. Three odd words are good.",
        widget=forms.PasswordInput(attrs={"class": "field", "autocomplete": "new-password"}),
        error_messages={"required": "Give a new password."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise forms.ValidationError("That is not your password. Try again.")
        return old

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        validate_password(new, self.user)
        return new


@at_school()
@require_http_methods(["GET", "POST"])
def me(request: At) -> HttpResponse:
    """Who I am here: posts, groups, look of the screen, password, other schools."""
    user: User = request.user  # type: ignore[assignment]
    form = PasswordForm(request.POST if "old" in request.POST else None, user=user)
    if request.method == "POST" and "theme" in request.POST:
        if request.POST["theme"] in dict(User._meta.get_field("theme").choices or []):
            user.theme = request.POST["theme"]
            user.save(update_fields=["theme"])
        return redirect("/me/")
    if form.is_bound and form.is_valid():
        user.set_password(form.cleaned_data["new"])
        user.save()
        update_session_auth_hash(request, user)
        messages.success(request, "Your password was changed.")
        return redirect("/me/")
    made = _program(request, user) if request.method == "POST" else None
    if made == "":
        return redirect("/me/#programs")
    posts = Post.objects.held_on(request.reader.day).filter(person=request.reader.person)
    context = {
        "tokens": tokens_of(user.person),
        "scopes": SCOPES.items(),
        "secret": made,
        "form": form,
        "posts": posts.select_related("school"),
        "themes": User._meta.get_field("theme").choices,
        "schools": sorted({post.school for post in posts}, key=str),
    }
    return render(request, "web/me.html", context, status=422 if form.errors else 200)


def _program(request: At, user: User) -> str | None:
    """Make or end a token: the secret when one was made, "" when one was ended."""
    if number := request.POST.get("revoke"):
        for token in tokens_of(user.person):
            if str(token.uuid) == number:
                revoke(token)
                messages.success(request, f"“{token.label}” can do nothing more.")
        return ""
    if "program" in request.POST:
        label = clean(request.POST["program"]) or "A program"
        _, secret = make_token(user.person, label, request.POST.getlist("scope"))
        return secret
    return None


@at_school()
@require_POST
def choose_school(request: At) -> HttpResponse:
    """Work in another of my schools."""
    for school_id in request.reader.roles:
        if str(school_id) == request.POST.get("school"):
            request.session["school"] = school_id
    school = school_of(request)
    messages.success(request, f"You are now at {school}.")
    return redirect("/")
