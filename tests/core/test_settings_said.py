"""A setting that is no number, or no address, is refused in a sentence that names it."""

import pytest

from handrail.core.refusal import Refused
from handrail.core.settings_said import address, whole_number, whole_numbers


def test_what_is_left_out_or_sound_is_taken() -> None:
    said = {"M": " 30 ", "E": "", "K": "1, 2,3", "A": "smtp://u:p@mail:2525?tls=no"}
    assert (whole_number(said, "M", 9, "minutes", 60), whole_number(said, "E", 9, "x", 60)) == (
        30,
        9,
    )
    assert whole_numbers(said, "K", "", "days, weeks, months", 9) == [1, 2, 3]
    assert whole_numbers(said, "E", "7,5,12", "days, weeks, months", 99) == [7, 5, 12]
    assert (address(said, "A", "").port, address(said, "none", "").hostname) == (2525, None)


@pytest.mark.parametrize("given", ["abc", "0", "-1", "61", "1.5", "\u0663", "9" * 5000])
def test_no_number_is_named_with_what_it_takes(given: str) -> None:
    with pytest.raises(Refused) as refused:
        whole_number({"M": given}, "M", 9, "minutes", 60)
    assert refused.value.sentence == f"M is {given!r} and must be a number of minutes from 1 to 60."


@pytest.mark.parametrize("given", ["x", "1,,2", "1,2,3,4", "-1,2,3", "100"])
def test_no_numbers(given: str) -> None:
    with pytest.raises(
        Refused, match="^K is .* from 0 to 99 with commas between: days, weeks, mon"
    ):
        whole_numbers({"K": given}, "K", "7", "days, weeks, months", 99)


@pytest.mark.parametrize("given", ["smtp://u:word@mail:x", "smtp://mail:70000", "http://[::1"])
def test_no_address_is_named_and_not_quoted(given: str) -> None:
    with pytest.raises(Refused, match="^A is no address .* Write it as: smtp://x$") as refused:
        address({"A": given}, "A", "smtp://x")
    assert "word" not in refused.value.sentence
