"""Unique pupil numbers: every single slip of the pen is caught by the check letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.upn import BadUpn, Upn, check_letter, check_upn, display

bodies = st.text("0123456789", min_size=12, max_size=12)


@given(bodies, st.integers(0, 11), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_caught(body: str, at: int, digit: str) -> None:
    wrong = body[:at] + digit + body[at + 1 :]
    assert (check_letter(wrong) == check_letter(body)) == (wrong == body)


@given(bodies, st.integers(0, 10))
def test_two_digits_that_changed_places_are_caught(body: str, at: int) -> None:
    wrong = body[:at] + body[at + 1] + body[at] + body[at + 2 :]
    assert (check_letter(wrong) == check_letter(body)) == (wrong == body)


@given(bodies)
def test_a_number_in_shape_comes_back_in_shape(body: str) -> None:
    value = check_letter(body) + body
    assert check_upn(f" {display(value).lower()} ") == Upn(value, temporary=False)


@pytest.mark.parametrize(
    "text", ["", "A12", "I" + "0" * 12, "A" + "0" * 11 + "S", "A" * 13, "0" * 13, "A²" + "0" * 11]
)
def test_what_cannot_be_a_number_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(BadUpn) as refused:
        check_upn(text)
    assert refused.value.sentence.endswith(".")


def test_a_wrong_letter_names_the_right_one() -> None:
    body = "820432109876"
    right = check_letter(body)
    wrong = "A" if right != "A" else "B"
    with pytest.raises(BadUpn) as refused:
        check_upn(wrong + body)
    assert refused.value.expected_letter == right


def test_a_temporary_number_ends_in_a_letter() -> None:
    body = "82043210987" + "A"
    assert check_upn(check_letter(body) + body).temporary
