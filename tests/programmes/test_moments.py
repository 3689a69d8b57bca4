"""Moments: kept once, held against the background by the engine, and read as the programme is."""

import csv
from io import StringIO
from typing import Any

import pytest

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.programmes.bringing_on import against, said
from handrail.programmes.forgetting import forget_programmes
from handrail.programmes.models import Moment, ProgrammePupil
from handrail.programmes.noticing import BEFORE, MomentDraft, notice
from handrail.records.beside import said_of, tables_of
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.school.models import Word
from handrail_evidence.sequences import contingency
from tests.programmes.giving import place_of, programme_of
from tests.programmes.test_pages import client_of, page


def leo(cast: Cast) -> ProgrammePupil:
    return place_of(cast, programme_of(cast), cast.leo)


def noticed(cast: Cast, place: ProgrammePupil, *many: tuple[int, bool, str]) -> None:
    """So many moments with (or without) the behaviour and one word, "" for none."""
    Moment.objects.bulk_create(
        Moment(place=place, happened=happened, before=[slug] if slug else [], filed_at=clock.now(),
               happened_at=clock.now(), observer=cast.sam)
        for count, happened, slug in many for _ in range(count)
    )  # fmt: skip


def sent(place: ProgrammePupil, **more: Any) -> dict[str, Any]:
    return {"number": str(new_uuid()), "place": str(place.uuid), "happened": "yes",
            "before": ["noise", "made-up"],
            "author": str(place.programme.led_by.uuid)} | more  # fmt: skip


def test_the_background_says_what_stands_out_and_the_engine_says_it(cast: Cast) -> None:
    place = leo(cast)
    path = f"/programmes/places/{place.uuid}/moments/"
    noticed(cast, place, (12, True, "noise"), (3, True, "waiting"))
    words = list(Word.objects.filter(school=cast.school, list=BEFORE))
    assert against(place.moments.all(), words).words == ()  # events alone say nothing of why
    assert "not why" in page("sam", path)
    noticed(cast, place, (6, False, "noise"), (10, False, "waiting"), (8, False, ""))
    found = against(place.moments.all(), words)
    assert [(one.label, one.with_it, one.without, one.verdict) for one in found.words] == [
        ("Noise", 12, 6, "more often than by chance"), ("Waiting", 3, 10, "cannot tell yet"),
    ]  # fmt: skip
    assert found.words[0].space == contingency(12, 3, 6, 18)
    assert said(found) == "More often than by chance: “Noise”."
    html = page("sam", path)
    assert f'<data value="{found.words[0].space.q!r}">' in html
    assert html.count('class="dot in-B"') == 2
    rows = list(csv.DictReader(StringIO(page("sam", f"{path[:-1]}.csv"))))
    assert [(row["Word"], row["With it"], row["What it says"]) for row in rows] == [
        ("Noise", "12", "more often than by chance"), ("Waiting", "3", "cannot tell yet"),
    ]  # fmt: skip
    assert float(rows[0]["Yule’s Q"]) == found.words[0].space.q
    Moment.objects.filter(happened=False).update(withdrawn_at=clock.now(), withdrawn_because="Not")
    assert against(place.moments.all(), words).background == 0


def test_few_moments_are_too_early_whatever_they_look_like(cast: Cast) -> None:
    place = leo(cast)
    noticed(cast, place, (4, True, "noise"), (4, False, ""))
    found = against(place.moments.all(), list(Word.objects.filter(school=cast.school, list=BEFORE)))
    assert [one.verdict for one in found.words] == ["too early"]
    assert said(found).startswith("Too early")


def test_a_moment_is_kept_once_from_the_page_and_from_the_device(cast: Cast) -> None:
    place = leo(cast)
    path, sam = f"/programmes/places/{place.uuid}/moments/", client_of("sam")
    form = sent(place)
    assert [sam.post(path, form).status_code for _ in range(2)] == [302, 302]
    assert Moment.objects.get().before == ["noise"]
    assert sam.post(path, sent(place, happened="")).status_code == 422
    out = sent(place, happened="no")
    answers = [sam.post("/moments/send/", out).json() for _ in range(2)]
    assert answers == [{"number": out["number"], "state": "filed"}] * 2
    assert list(Moment.objects.values_list("happened", flat=True)) == [True, False]
    bad = sam.post("/moments/send/", sent(place) | {"place": "x"}).json()
    assert bad["state"] == "refused"
    draft = MomentDraft(Moment.objects.all()[0].uuid, clock.now(), True)
    with pytest.raises(Refused):  # the number is Sam's
        notice(reader_for(cast.okafor), place, draft)


def test_a_moment_is_withdrawn_with_a_reason_leaves_with_the_pupil_and_ends(cast: Cast) -> None:
    place = leo(cast)
    sam = client_of("sam")
    sam.post("/moments/send/", sent(place))
    moment = Moment.objects.get()
    away = f"/moments/{moment.uuid}/withdraw/"
    client_of("patel").post(away, {"because": "The wrong child"})  # made it, so steers it
    moment.refresh_from_db()
    assert moment.withdrawn_because == "The wrong child"
    assert "withdrawn: The wrong child" in page("sam", f"/programmes/places/{place.uuid}/moments/")
    text = next(one.text for one in said_of(cast.leo, cast.school) if one.label == "Programme")
    assert "it happened; Noise, withdrawn because: The wrong child" in text
    columns, rows = tables_of(cast.school)["moments.csv"]
    assert dict(zip(columns, next(iter(rows)), strict=True))["before"] == ["noise"]
    forget_programmes(cast.leo, cast.school.pk)
    assert not Moment.objects.exists()


def test_the_carer_among_staff_and_those_without_learning_see_no_moments(cast: Cast) -> None:
    place = place_of(cast, programme_of(cast), cast.bo)
    path = f"/programmes/places/{place.uuid}/moments/"
    assert [client_of(name).get(path).status_code for name in ("ahmed", "tilly", "office")] == [
        404
    ] * 3
