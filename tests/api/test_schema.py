"""The API does what its OpenAPI description says, whatever is thrown at it."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from handrail.demo.cast import Cast
from handrail.entry.tokens import SCOPES, make_token
from tests.filing import file

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
CASES = {"tried": 0}
PATHS = (
    "/me", "/kinds", "/pupils", "/pupils/{uuid}", "/records", "/records/{uuid}",
    "/records/{uuid}/amendments", "/records/{uuid}/void", "/actions",
    "/actions/{uuid}/not-needed", "/alerts",
)  # fmt: skip


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The server must not close the test's own connection after each answer."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(cast: Cast):  # type: ignore[no-untyped-def]
    """The description, and a head's token, with something to find."""
    from django.core.cache import cache

    from handrail.wsgi import application

    cache.clear()
    file(cast, "behaviour", cast.sam, cast.leo, pick={"level": ("level-3",)})
    _, secret = make_token(cast.okafor, "schema", list(SCOPES))
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    return schema, {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize("path", PATHS)
def test_every_address_keeps_to_its_description(described, path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from handrail.api import routes

    monkeypatch.setattr(routes, "A_MINUTE", 1_000_000)
    schema, head = described
    for operation in schema[f"/api/v1{path}"].values():

        @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
        @schemathesis_given(operation)
        def try_case(case) -> None:  # type: ignore[no-untyped-def]
            CASES["tried"] += 1
            case.call_and_validate(
                # Plain answers: the tool reads bytes as they come, compressed or not.
                headers={**(case.headers or {}), "Accept-Encoding": "identity", **head},
                # A made-up number is of the right shape and still of nobody here.
                excluded_checks=[positive_data_acceptance],
            )

        try_case()
    print(f"cases tried: {CASES['tried']}")


def schemathesis_given(operation):  # type: ignore[no-untyped-def]
    from hypothesis import given

    return given(case=operation.as_strategy())
