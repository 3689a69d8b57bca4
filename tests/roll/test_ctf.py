"""Transfer files: who a pupil is, read without ever following what the file tells us to do."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.roll.faults import RollRefused
from tests.roll.making import read, refused, upn
from tests.roll.test_hostile import reasons

INSTRUCTIONS = (
    "This file contains instructions that a transfer file must not have. It was not opened."
)
HEADER = "<Header><DestSchool><LEA>380</LEA><Estab>2999</Estab></DestSchool></Header>"


def ctf(pupils: str, before: str = "", header: str = HEADER) -> str:
    body = f"<CTfile>{header}<CTFpupilData>{pupils}</CTFpupilData></CTfile>"
    return f'<?xml version="1.0"?>{before}\n{body}'


def pupil(number: str, extra: str = "") -> str:
    return (
        f"<Pupil><UPN>{number}</UPN><Surname>Bell</Surname><Forename>Ada</Forename>"
        f"<DOB>2016-03-04</DOB><Gender>F</Gender>{extra}</Pupil>"
    )


def written(where: Path, text: str) -> Path:
    path = where / "3802031_CTF_3802999_001.xml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_made_up_transfer_of_two_pupils(shared: Path) -> None:
    bundle = read(shared / "data/interop/ctf/ctf25_madeup_two_pupils.xml", "ctf")
    assert refused(bundle) == []
    amy, sean = bundle.pupils
    assert (amy.person.given, amy.person.family) == ("Amy", "Reid")
    assert (amy.person.legal_given, amy.person.legal_family) == ("Amarachi", "Okonkwo-Reid")
    assert (amy.year, amy.sen_provision, amy.needs) == ("5", "E", "SEMH")
    assert amy.former_upn == "H38020311900A"
    assert sean.person.family == "O'Neill"
    assert [(one.relationship, one.responsibility) for one in bundle.links] == [
        ("Mother", "yes"),
        ("Father", "not_known"),
    ]
    assert bundle.whole is False
    assert bundle.school is not None
    assert bundle.school.laestab == "3802999"


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE CTfile SYSTEM "http://elsewhere.example/ctf.dtd">',
        '<!DOCTYPE CTfile [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE CTfile [<!ENTITY a "aaa"><!ENTITY b "&a;&a;&a;">]>',
        '<?xml-stylesheet href="http://elsewhere.example/x.xsl"?>',
    ],
)
def test_a_file_that_gives_instructions_is_not_opened(before: str, tmp_path: Path) -> None:
    with pytest.raises(RollRefused) as caught:
        read(written(tmp_path, ctf(pupil(upn(1)), before)), "ctf")
    assert caught.value.fault.reason == INSTRUCTIONS


def test_a_file_that_includes_another_is_not_opened(tmp_path: Path) -> None:
    include = '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
    with pytest.raises(RollRefused, match="instructions that a transfer file must not have"):
        read(written(tmp_path, ctf(pupil(upn(1), include))), "ctf")


def test_rows_of_a_transfer_file_are_refused_by_line(tmp_path: Path) -> None:
    bundle = read(written(tmp_path, ctf(pupil("") + pupil(upn(1)))), "ctf")
    assert refused(bundle)[0][0] == "Row 2: this pupil has no UPN. Add them by hand."
    assert len(bundle.pupils) == 1


@pytest.mark.parametrize(
    "text", ["", "<CTfile>", "<other/>", ctf(""), ctf(pupil(upn(1)), header="<Header/>")]
)
def test_what_is_no_transfer_file_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(RollRefused):
        read(written(tmp_path, text), "ctf")


@given(st.binary(max_size=300), st.integers(0, 400))
def test_any_bytes_within_a_transfer_file(tmp_path_factory, data: bytes, place: int) -> None:  # type: ignore[no-untyped-def]
    whole = ctf(pupil(upn(1))).encode()
    path = tmp_path_factory.mktemp("ctf") / "a.xml"
    path.write_bytes(whole[:place] + data + whole[place:])
    assert all(reason.endswith((".", "?")) for reason in reasons(path, "ctf"))
