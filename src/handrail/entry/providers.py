"""Signing in with Google, Microsoft or any OpenID Connect provider.

A provider only ever opens an account that was invited here; it never makes one. The first time the
account is found by the address that the provider vouches for, and from then on by the number under
which the provider knows them. django-allauth speaks the protocol; what it leaves off stands here:
the signature of what the provider says is always checked, and it must answer our own question.
"""

import secrets
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect

from handrail.entry.events import Sort, note
from handrail.entry.signing import first_step
from handrail.people.models import User
from handrail.records.reader import reader_for

QUESTION = "provider_question"  # the nonce, in the session
NOT_KNOWN = "not-known"
NOT_DONE = "not-done"


class Conversation(OpenIDConnectOAuth2Adapter):
    """One sign-in with a provider: our question goes with it and must come back, signed."""

    def complete_login(self, request: Any, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        signed = kwargs["response"].get("id_token")
        if not signed:
            raise OAuth2Error("The provider sent no identity.")
        said = self._decode_id_token(app, signed)
        asked = request.session.pop(QUESTION, "")
        if not asked or not secrets.compare_digest(str(said.get("nonce", "")), asked):
            raise OAuth2Error("The provider answered another question.")
        told = said if "email" in said else self._fetch_user_info(token.token)
        if told.get("sub") != said["sub"]:
            raise OAuth2Error("The provider speaks of two people.")
        login = self.get_provider().sociallogin_from_response(request, {"userinfo": told})
        login.account.extra_data = {}  # we need the number, and nothing else of theirs
        vouched = told.get("email_verified") is True or bool(app.settings.get("vouches"))
        login.vouched_address = told.get("email", "") if vouched else ""
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """The provider's words, with the signature checked even where the line is trusted."""
        said: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token, keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"], audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )  # fmt: skip
        return said


def ask_provider(request: HttpRequest, slug: str, then: str) -> Any:
    """Send somebody to a provider, with proof of possession (PKCE) and a question of our own."""
    provider = Conversation(request, slug).get_provider()
    question = request.session[QUESTION] = secrets.token_urlsafe(24)
    request.session["provider_next"] = then
    params = {"nonce": question, "prompt": "select_account"}
    return provider.redirect(request, process="login", auth_params=params)


class Providers(DefaultSocialAccountAdapter):
    """What happens when a provider has spoken; nothing of allauth's own signing in runs."""

    def pre_social_login(self, request: Any, sociallogin: SocialLogin) -> None:
        then = request.session.pop("provider_next", "/")
        user = account_for(sociallogin)
        if user is None:
            raise ImmediateHttpResponse(redirect(f"/sign-in/?provider={NOT_KNOWN}"))
        how = settings.PROVIDER_NAMES.get(sociallogin.account.provider, "a provider")
        raise ImmediateHttpResponse(first_step(request, user, how, then))

    def on_authentication_error(self, *args: Any, **kwargs: Any) -> None:
        raise ImmediateHttpResponse(redirect(f"/sign-in/?provider={NOT_DONE}"))

    def is_open_for_signup(self, request: Any, sociallogin: SocialLogin) -> bool:
        return False


def account_for(login: SocialLogin) -> User | None:
    """The open account behind what a provider said: by its number, or once by the address."""
    slug, number = login.account.provider, login.account.uid
    known = SocialAccount.objects.filter(provider=slug, uid=number).select_related("user").first()
    user = known.user if known else _by_address(slug, number, login.vouched_address)
    open_ = user is not None and user.is_active and reader_for(user.person).roles
    return user if open_ else None


@transaction.atomic
def _by_address(slug: str, number: str, address: str) -> User | None:
    """The one account with this address, if no number of this provider opens it yet."""
    if not address:
        return None
    found = list(User.objects.filter(person__email__iexact=address, is_active=True)[:2])
    if len(found) != 1 or SocialAccount.objects.filter(user=found[0], provider=slug).exists():
        return None
    SocialAccount.objects.create(user=found[0], provider=slug, uid=number, extra_data={})
    name = settings.PROVIDER_NAMES.get(slug, slug)
    note(found[0], Sort.LINKED, name, by=found[0].person)
    return found[0]


def linked_names(user: User) -> list[str]:
    """The providers that open this account."""
    slugs = SocialAccount.objects.filter(user=user).values_list("provider", flat=True)
    return [settings.PROVIDER_NAMES.get(slug, slug) for slug in slugs]
