"""My account."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from handrail.core.names import clean
from handrail.entry.devices import end_all, new_key, signed_in_devices
from handrail.entry.events import Sort, note
from handrail.entry.factors import factors_of
from handrail.entry.guards import At, at_school, school_of
from handrail.entry.proof import prove_again
from handrail.entry.providers import linked_names
from handrail.entry.tokens import SCOPES, make_token, revoke, tokens_of
from handrail.people.models import Post, User
from handrail.web.equality import SEES


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
        new_key(request)
        end_all(user, but=request.session.session_key)
        note(user, Sort.PASSWORD, "under My account", by=user.person)
        messages.success(request, "Your password was changed.")
        return redirect("/me/")
    made = _program(request, user) if request.method == "POST" else None
    if made == "":
        return redirect("/me/#programs")
    posts = Post.objects.held_on(request.reader.day).filter(person=request.reader.person)
    context = {
        "devices": signed_in_devices(user),
        "this_device": request.session.get("device"),
        "factors": factors_of(user),
        "only_logs": request.reader.only_logs(request.school.pk),
        "providers": linked_names(user),
        "sees_return": request.reader.holds(request.school.pk, *SEES),
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
    if "program" in request.POST and not request.reader.only_logs(request.school.pk):
        prove_again(request)
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
