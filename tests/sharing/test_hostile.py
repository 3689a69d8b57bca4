"""Hostile forms on the pages of a request: a sentence, a redirect or no such page, no fault."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.people.models import User
from handrail.sharing.models import Ground
from tests.filing import file
from tests.hostile.test_forms import TEXT
from tests.sharing.asking import request_for

NAMES = ("act", "seen", "mask", "show", "hold", "give", "words", "undo", "ground", "why", "word",
         "part", "end", "person", "staff", "passphrase", "how", "received_on", "covers_from",
         "covers_to", "kinds", "carer", "asker", "asker_name", "right", "identity", "asked_for",
         "identity_words", "pupils_view", "label", "meaning", "source", "in_general")  # fmt: skip
TRIED = {"forms": 0}


@pytest.mark.django_db
@pytest.mark.slow
def test_hostile_forms_get_a_sentence(cast: Cast) -> None:
    file(cast, "behaviour", cast.sam, cast.leo, cast.jaden)
    asked = request_for(cast, cast.leo)
    piece = asked.pieces.get(sort="record")
    ground = str(Ground.objects.filter(school=cast.school).first().uuid)  # type: ignore[union-attr]
    client = Client(raise_request_exception=True)
    client.force_login(User.objects.get(username="okafor"))
    here = f"/requests/{asked.uuid}"
    pages = [
        f"{here}/pieces/{piece.uuid}/", f"{here}/make/", f"/pupils/{cast.leo.uuid}/requests/new/",
        f"{here}/bundles/{new_uuid()}/", "/requests/grounds/", f"{here}/sent/",
        *(f"{here}/do/{what}/" for what in ("words", "people", "staff", "extend", "gather", "x")),
    ]  # fmt: skip
    right = {"act": ["goes", "withhold", "mask", "show"], "mask": ["0-0-3"], "show": ["1-0-1"],
             "ground": [ground], "hold": ["0"], "give": ["0"], "asker": ["pupil", "carer"],
             "right": ["subject_access"], "identity": ["known"], "received_on": ["2026-11-20"],
             "person": [str(cast.office.uuid)], "end": [str(cast.office.uuid)]}  # fmt: skip

    @settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.sampled_from(pages),
        st.fixed_dictionaries({}, optional={
            name: st.one_of(TEXT, st.just("²"), st.sampled_from(right.get(name, [""])))
            for name in NAMES
        }),
    )  # fmt: skip
    def send(page: str, data: dict[str, Any]) -> None:
        TRIED["forms"] += 1
        assert client.post(page, data).status_code in {200, 302, 404, 422}

    send()
    print(f"forms sent: {TRIED['forms']}, faults: 0")
