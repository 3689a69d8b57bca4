"""Choosing a password by a link: for somebody invited, and for somebody who forgot theirs."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from handrail.core.hashing import sha256_hex
from handrail.entry.invitations import ask_for_link, choose_password, invitation_of
from handrail.entry.limits import source_of
from handrail.people.models import User

KEY = "welcome"  # of the session: the fingerprint of the link, so that no page's address holds it
DIFFERENT = "The two are not the same. Type them again."


class ChooseForm(forms.Form):
    password = forms.CharField(
        label="Choose a password",
        strip=False,
        help_text="At least 12 characters. Three odd words are good.",
        widget=forms.PasswordInput(attrs={"class": "field", "autocomplete": "new-password"}),
        error_messages={"required": "Choose a password."},
    )
    repeated = forms.CharField(
        label="Once more",
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "field", "autocomplete": "new-password"}),
        error_messages={"required": "Type it once more, so that a slip does not lock you out."},
    )

    def __init__(self, *args: object, user: User | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.user = user

    def clean_password(self) -> str:
        chosen: str = self.cleaned_data["password"]
        validate_password(chosen, self.user)
        return chosen

    def clean_repeated(self) -> str:
        repeated: str = self.cleaned_data["repeated"]
        if "password" in self.cleaned_data and repeated != self.cleaned_data["password"]:
            raise forms.ValidationError(DIFFERENT)
        return repeated


@require_http_methods(["GET"])
def follow(request: HttpRequest, secret: str) -> HttpResponse:
    """The link itself. Opening it uses nothing up: mail programs open links to look at them."""
    request.session[KEY] = sha256_hex(secret.encode())
    return redirect("/welcome/")


@sensitive_post_parameters("password", "repeated")
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Choose the password; the link is used up by it."""
    invitation = invitation_of(request.session.get(KEY, ""))
    if invitation is None:
        return render(request, "web/welcome_over.html", status=404)
    form = ChooseForm(request.POST or None, user=invitation.user)
    if request.method == "POST" and form.is_valid():
        request.session.pop(KEY)
        if choose_password(invitation, form.cleaned_data["password"]) is None:
            return render(request, "web/welcome_over.html", status=404)
        messages.success(request, "Your password is kept. Sign in with it.")
        return redirect("/sign-in/")
    context = {"form": form, "invited": invitation, "providers": settings.PROVIDER_NAMES}
    return render(request, "web/welcome.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer is the same whether or not there is such an account."""
    asked = request.method == "POST"
    if asked:
        ask_for_link(request.POST.get("name", ""), source_of(request))
    return render(request, "web/forgotten.html", {"asked": asked})
