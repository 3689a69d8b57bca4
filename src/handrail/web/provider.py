"""Signing in with a provider: away to it, and back."""

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET
from requests import RequestException

from handrail.entry.providers import NOT_DONE, Conversation, ask_provider
from handrail.entry.signing import safe_next


@require_GET
def away(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider. Nothing changes here but the question that waits in the session."""
    if provider_id not in settings.PROVIDER_NAMES:
        raise Http404("No such provider.")
    try:
        response: HttpResponse = ask_provider(request, provider_id, safe_next(request))
    except RequestException:
        return redirect(f"/sign-in/?provider={NOT_DONE}")
    return response


@require_GET
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """From the provider, with a code that we exchange for what it says."""
    if provider_id not in settings.PROVIDER_NAMES:
        raise Http404("No such provider.")
    try:
        view = OAuth2CallbackView.adapter_view(Conversation(request, provider_id))
        response: HttpResponse = view(request)
    except (SocialApp.DoesNotExist, KeyError, TypeError, ValueError):
        return redirect(f"/sign-in/?provider={NOT_DONE}")
    return response
