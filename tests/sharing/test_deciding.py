"""Deciding: marks taken off and put on, parts held back, two people at once, and undoing."""

import pytest
from django.test import Client

from handrail.demo.cast import Cast
from handrail.people.models import CarerLink, User
from handrail.records.amending import amend_record
from handrail.records.models import Record
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.sharing.deciding import decide, end_rule, look_at, mask_words, rule_word, undo
from handrail.sharing.gathering import gather, is_stale
from handrail.sharing.models import Ground, Piece, SubjectRequest
from handrail.sharing.models.piece import Part
from handrail.sharing.requesting import turn_staff
from tests.filing import file
from tests.sharing.asking import request_for

WORDS = "Grace saw Jaden hit Leo. Will you stop, said Mr Khan. Then Grace’s mum came."


@pytest.fixture
def record(cast: Cast) -> Record:
    return file(cast, "behaviour", cast.sam, cast.leo, cast.jaden, words=WORDS)


@pytest.fixture
def asked(cast: Cast, record: Record) -> SubjectRequest:
    return request_for(cast, cast.leo)


@pytest.fixture
def piece(asked: SubjectRequest) -> Piece:
    return asked.pieces.get(sort="record")


def words_number(piece: Piece) -> int:
    return next(n for n, passage in enumerate(piece.passages) if passage["text"] == WORDS)


def leaves(asked: SubjectRequest, piece: Piece) -> str:
    """The words as they would leave."""
    piece.refresh_from_db()
    asked.refresh_from_db()
    return look_at(asked, piece)[1][words_number(piece)].out


def span_of(piece: Piece, word: str) -> tuple[int, int, int]:
    at = WORDS.index(word)
    return (words_number(piece), at, at + len(word))


def newest(piece: Piece) -> int:
    return piece.decisions.count()


def test_machine_masks_the_pupil_shows_staff_and_points_at_who_may_be_a_name(
    asked: SubjectRequest, piece: Piece
) -> None:
    stand, rows = look_at(asked, piece)
    to_check = {WORDS[s:e] for (p, s, e), mark in stand.marks.items()
                if p == words_number(piece) and mark.to_check}  # fmt: skip
    said = "Grace saw Pupil A hit Leo. Will you stop, said Mr Khan. Then Grace’s mum came."
    assert (rows[words_number(piece)].out, to_check) == (said, {"Grace", "Will"})


def test_mask_is_taken_off_and_put_on_again(
    cast: Cast, asked: SubjectRequest, piece: Piece
) -> None:
    head, jaden = reader_for(cast.okafor), [span_of(piece, "Jaden")]
    decide(head, piece, "show", seen=0, spans=jaden)
    shown = leaves(asked, piece)
    decide(head, piece, "mask", seen=0, spans=jaden)
    assert ("Jaden" in shown, "Jaden" in leaves(asked, piece)) == (True, False)


def test_typed_words_are_masked_wherever_they_stand_and_called_the_same(
    cast: Cast, asked: SubjectRequest, piece: Piece
) -> None:
    mask_words(reader_for(cast.okafor), piece, "grace", seen=0)
    assert leaves(asked, piece).count("Person A") == 2


def test_words_that_do_not_stand_there_are_refused_in_a_sentence(cast: Cast, piece: Piece) -> None:
    with pytest.raises(Refused, match="does not stand in this text"):
        mask_words(reader_for(cast.okafor), piece, "Gracie", seen=0)


def test_words_withheld_on_a_ground_say_so(cast: Cast, asked: SubjectRequest, piece: Piece) -> None:
    harm = Ground.objects.get(school=cast.school, slug="serious_harm")
    mask_words(reader_for(cast.okafor), piece, "mum came", seen=0, ground=harm)
    assert leaves(asked, piece).endswith("Then Grace’s [withheld].")


def test_passage_is_held_on_a_ground_and_given_again(
    cast: Cast, asked: SubjectRequest, piece: Piece
) -> None:
    head, whole = reader_for(cast.okafor), [(words_number(piece), 0, len(WORDS))]
    with pytest.raises(Refused, match="ground"):
        decide(head, piece, "hold", seen=0, spans=whole)
    harm = Ground.objects.get(school=cast.school, slug="serious_harm")
    decide(head, piece, "hold", seen=0, spans=whole, ground=harm)
    held = leaves(asked, piece)
    decide(head, piece, "give", seen=0, spans=whole)
    assert (held, leaves(asked, piece)[:5]) == ("[withheld]", "Grace")


def test_another_pupils_account_is_held_by_the_machine(cast: Cast) -> None:
    from handrail.records.draft import Involved

    people = (Involved(cast.leo, "did_it"), Involved(cast.jaden, "affected", account="He hit me"))
    file(cast, "behaviour", cast.sam, cast.leo, involved=people)
    asked = request_for(cast, cast.leo)
    rows = look_at(asked, asked.pieces.get(sort="record"))[1]
    assert [(row.out, row.ground) for row in rows if row.held_by_machine] == [
        ("[withheld]", "Another person’s information")
    ]


def test_two_people_mark_side_by_side(cast: Cast, asked: SubjectRequest, piece: Piece) -> None:
    decide(reader_for(cast.okafor), piece, "mask", seen=0, spans=[span_of(piece, "Will")])
    decide(reader_for(cast.ahmed), piece, "show", seen=0, spans=[span_of(piece, "Jaden")])
    said = leaves(asked, piece)
    assert ("Jaden hit" in said, "Will you" in said) == (True, False)


def test_nobody_says_it_goes_of_a_state_they_have_not_seen(cast: Cast, piece: Piece) -> None:
    decide(reader_for(cast.okafor), piece, "show", seen=0, spans=[span_of(piece, "Jaden")])
    with pytest.raises(Refused, match="Ms Okafor changed this while you looked"):
        decide(reader_for(cast.ahmed), piece, "goes", seen=0)
    decide(reader_for(cast.ahmed), piece, "goes", seen=newest(piece))
    piece.refresh_from_db()
    assert piece.state == "goes"


def test_any_change_after_that_makes_it_wait_again(cast: Cast, piece: Piece) -> None:
    head, states = reader_for(cast.okafor), []
    mask = mask_words(head, piece, "Grace", seen=0)
    for change in (
        lambda: decide(head, piece, "show", seen=0, spans=[span_of(piece, "Jaden")]),
        lambda: undo(head, piece, mask),
        lambda: rule_word(head, piece.request, Part.ORDINARY, "mask", "Khan"),
        lambda: turn_staff(piece.request, head, mask=True),
    ):
        decide(head, piece, "goes", seen=newest(piece))
        change()
        piece.refresh_from_db()
        states.append(piece.state)
    assert states == ["waiting"] * 4


def test_undone_decision_stays_in_the_history_with_who_undid_it(
    cast: Cast, asked: SubjectRequest, piece: Piece
) -> None:
    mask = mask_words(reader_for(cast.okafor), piece, "Grace", seen=0)
    undo(reader_for(cast.ahmed), piece, mask)
    history = [(row.act, row.by) for row in piece.decisions.all()]
    assert (history, "Grace" in leaves(asked, piece)) == (
        [("mask", cast.okafor), ("undo", cast.ahmed)], True,
    )  # fmt: skip
    with pytest.raises(Refused, match="undone already"):
        undo(reader_for(cast.okafor), piece, mask)


def test_word_is_ruled_on_throughout_and_left_alone_again(
    cast: Cast, asked: SubjectRequest, piece: Piece
) -> None:
    head = reader_for(cast.okafor)
    rule = rule_word(head, asked, Part.ORDINARY, "mask", "Grace")
    masked = leaves(asked, piece)
    end_rule(head, asked, rule)
    rule_word(head, asked, Part.ORDINARY, "show", "Jaden")
    after = leaves(asked, piece)
    assert ("Grace" in masked, "Grace" in after, "Jaden hit" in after) == (False, True, True)


def test_staff_are_numbered_when_they_are_masked(
    cast: Cast, asked: SubjectRequest, piece: Piece
) -> None:
    turn_staff(asked, reader_for(cast.okafor), mask=True)
    said = leaves(asked, piece)
    assert ("Khan" in said, "said Staff member" in said) == (False, True)


def test_record_that_changed_waits_again_and_keeps_its_history(
    cast: Cast, asked: SubjectRequest, record: Record, piece: Piece
) -> None:
    decide(reader_for(cast.okafor), piece, "withhold", seen=0,
           ground=Ground.objects.get(school=cast.school, slug="court"))  # fmt: skip
    amend_record(record, reader_for(cast.sam), "Grace Hill is her name")
    gather(asked)
    piece.refresh_from_db()
    assert (piece.state, piece.decisions.count()) == ("waiting", 1)


def test_what_is_no_longer_held_cannot_leave_and_does_not_stop_the_rest(
    cast: Cast, asked: SubjectRequest
) -> None:
    CarerLink.objects.filter(pupil=cast.leo.pupil).delete()
    assert is_stale(asked)
    gather(asked)
    carers = asked.pieces.get(sort="carers")
    assert (carers.passages, carers.state, is_stale(asked)) == ([], "withheld", False)


def test_spans_from_elsewhere_are_refused(cast: Cast, piece: Piece) -> None:
    for span in ((99, 0, 3), (0, 5, 2), (0, 0, 9999), (-1, 0, 1)):
        with pytest.raises(Refused):
            decide(reader_for(cast.okafor), piece, "mask", seen=0, spans=[span])


@pytest.mark.parametrize(
    "sent",
    [{}, {"act": "nonsense"}, {"mask": "x"}, {"mask": "0-1"}, {"show": "9-9-9"}, {"undo": "no"},
     {"hold": "77", "ground": "x"}, {"give": "-3"}, {"words": ""}, {"act": "withhold"},
     {"act": "goes", "seen": "x" * 400}],
)  # fmt: skip
def test_whatever_is_sent_the_page_answers_in_words(
    cast: Cast, asked: SubjectRequest, piece: Piece, sent: dict[str, str]
) -> None:
    client = Client()
    client.force_login(User.objects.get(username="okafor"))
    answer = client.post(f"/requests/{asked.uuid}/pieces/{piece.uuid}/", sent)
    assert answer.status_code == (302 if sent.get("act") == "goes" else 422)
