"""What a page reads follows from what it shows: no statement goes through a school's whole past."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.plans import grows, plan_of
from handrail.demo.cast import Cast
from tests.filing import file

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
OF_A_PUPIL = ("", "support/", "learning/", "plan/", "working/")


@pytest.mark.parametrize("username", ["sam", "okafor"])
def test_no_page_reads_more_because_more_is_stored(cast: Cast, username: str) -> None:
    for kind in ("behaviour", "handling_plan"):
        file(cast, kind, cast.khan, cast.leo)
    client = Client()
    client.force_login(cast.staff[username].user)
    pupil = [f"/pupils/{cast.leo.uuid}/{page}" for page in OF_A_PUPIL]
    for address in ("/", "/log/", "/pupils/", "/find/", "/find/?q=yard", "/alerts/", *pupil):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200, address
        for sql in (query["sql"] for query in asked.captured_queries):
            if sql.startswith("SELECT"):
                assert not grows(sql, plan_of(sql)), (address, sql, plan_of(sql))
