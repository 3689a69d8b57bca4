"""Reading age against what the published formula gives by hand."""

import pytest

from handrail.core.reading_age import reading_age


@pytest.mark.parametrize(
    ("paragraphs", "counts", "grade", "years"),
    [
        # 4.71 x 17/6 + 0.5 x 6/1 - 21.43
        (["The cat sat on the mat."], (17, 6, 1), -5.085, 5),
        # 4.71 x 74/6 + 0.5 x 6/1 - 21.43
        (["Multidisciplinary professionals systematically evaluate comprehensive provision."],
         (74, 6, 1), 39.66, 45),
        # a heading, a colon and a line without a stop each end a sentence
        (["What helps", "Leo says: “I can do it!” He can."], (29, 10, 4), -6.521, 5),
        (["Year 3, 12.5 metres."], (14, 4, 1), -2.945, 5),
    ],
)  # fmt: skip
def test_it_is_the_published_formula(
    paragraphs: list[str], counts: tuple[int, int, int], grade: float, years: int
) -> None:
    found = reading_age(paragraphs)
    assert found is not None
    assert (found.letters, found.words, found.sentences) == counts
    assert found.grade == pytest.approx(grade, abs=0.005)
    assert found.years == years


def test_longer_sentences_need_an_older_reader() -> None:
    short = ["Leo reads well. He can stop. He can go on. He likes it."] * 10
    long = ["Leo reads well and he can stop and he can go on and he likes it."] * 10
    ages = [found.grade for found in (reading_age(short), reading_age(long)) if found]
    assert ages[0] < ages[1]


def test_nothing_has_no_age() -> None:
    assert reading_age(["", "—", "…"]) is None
