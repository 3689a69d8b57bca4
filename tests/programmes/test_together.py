"""A programme's pupils as one: the mean with what lies between them, of four or more, or none."""

import re

from handrail.demo.cast import Cast
from handrail.programmes.judging import answers_of, pooled
from handrail_evidence.pooling import together
from tests.programmes.giving import measured, place_of, programme_of
from tests.programmes.test_pages import AFTER, BEFORE, page


def test_four_pupils_have_a_mean_that_is_the_engines_and_three_have_none(cast: Cast) -> None:
    programme = programme_of(cast)
    places = [place_of(cast, programme, one) for one in (cast.leo, cast.amina, cast.jaden, cast.bo)]
    for less, place in enumerate(places[:3]):
        measured(cast, place, BEFORE, [None if one is None else one + less for one in AFTER])
    path = f"/programmes/{programme.uuid}/working/"
    assert "No average is given yet: it needs 4 pupils" in page("khan", path)
    measured(cast, places[3], BEFORE[:4], AFTER)  # three numbers before: this one tells nothing
    assert pooled(answers_of(places)).mean is None
    measured(cast, place_of(cast, programme, cast.zoe), BEFORE, BEFORE)  # not changed: counts too
    places = list(programme.places.select_related("programme", "pupil"))
    answers = answers_of(places)
    known = [one.judgement.change for one in answers if one.place.pupil_id != cast.bo.pk]
    found = pooled(answers).mean
    assert found is not None
    assert found == together(known)
    html = page("khan", path)
    assert f'<data value="{found.mean.value!r}">' in html
    assert re.search(r"Change on average</dt>.*?; 4 pupils", html, re.DOTALL)
    assert "A further pupil may expect" in html
