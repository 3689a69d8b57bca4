"""Names: kept as their owners write them, found however somebody types them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.names import clean, fold, initials, looks_broken, short_name
from handrail.core.prose import tidy
from handrail.people.models import Person

SAME = [  # as it is written, and as somebody types it
    ("O’Brien-Fforbes", "obrien fforbes"),
    ("O'Brien", "OBRIEN"),
    ("O‘Brien", "o`brien"),
    ("Zoë", "zoe"),
    ("Zoe\u0308", "ZOË"),
    ("Łukasz Ørsted", "lukasz orsted"),
    ("Straße", "strasse"),
    ("İpek Yıldız", "ipek yildiz"),
    ("Nguyễn Thị", "nguyen thi"),
    ("Jean-Luc", "jean luc"),
    ("ＡＢＣ", "abc"),
    ("نرگس\u200cخاتون", "نرگسخاتون"),
]


@pytest.mark.parametrize(("written", "typed"), SAME)
def test_a_name_is_found_however_it_is_typed(written: str, typed: str) -> None:
    assert fold(written) == fold(typed)


def test_a_name_is_cleaned_of_marks_and_never_corrected() -> None:
    assert clean("  McDONALD\t van  der\nBerg ") == "McDONALD van der Berg"
    assert clean("\u200eLe\u200eo\u202e") == "Leo"
    assert clean("ශ්\u200dරී") == "ශ්\u200dරී"  # the joiner is a letter of the name
    assert clean("Ng") == "Ng"


@pytest.mark.parametrize(
    ("given_", "family", "short", "letters"),
    [
        ("Leo", "Turner", "Leo T", "LT"),
        ("Bo", "Ng", "Bo N", "BN"),
        ("Madonna", "", "Madonna", "M"),
        ("", "Musa", "Musa", "M"),
        ("", "", "", "?"),
        ("Élodie", "ñandú", "Élodie Ñ", "ÉÑ"),
        ("A" * 80, "B" * 80, "A" * 80 + " B", "AB"),
    ],
)
def test_a_name_made_short(given_: str, family: str, short: str, letters: str) -> None:
    assert (short_name(given_, family), initials(given_, family)) == (short, letters)


@pytest.mark.parametrize("name", ["ZoÃ«", "Oâ€™Brien\ufffd", "PÃ©rez"])
def test_letters_lost_on_the_way_are_noticed(name: str) -> None:
    assert looks_broken(name)
    assert not looks_broken("Zoë O’Brien Pérez Ânia")


@given(st.text(max_size=60))
def test_cleaning_and_folding_are_done_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)
    assert fold(clean(text)) == fold(text)
    assert "\x00" not in tidy(text)


def test_a_person_is_found_by_every_name_they_go_by(db: None) -> None:
    person = Person.objects.create(
        given="Zoë", family="O’Brien-Fforbes", legal_given="Zoé", legal_family="Musa"
    )
    assert person.folded == "zoe obrien fforbes musa"
    assert (person.formal, person.short) == ("Zoë O’Brien-Fforbes", "Zoë O")
