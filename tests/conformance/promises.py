"""What every kind of record promises, as one class: a new kind is held to all of it for nothing."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from handrail import ui
from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.people.models import Designation, Person
from handrail.records.amending import amend_record, void_record
from handrail.records.checks import declarations
from handrail.records.draft import Draft, Involved
from handrail.records.filing import file_event
from handrail.records.kind import ANSWERING, AUTHOR, INVOLVED, Duty, Kind
from handrail.records.models import Record, Revision
from handrail.records.reader import Reader, reader_for
from handrail.records.reading import details_of, may_read, open_record
from handrail.records.refusal import Refused
from handrail.records.sensitivity import Sensitivity
from handrail.records.snapshots import PREFETCH_FOR_SNAPSHOT, snapshot_from_rows
from handrail.records.verifying import verify_school
from handrail.search.finding import find
from tests.conformance.circle import ALL_STAFF, author_of, readers_of, writers_of
from tests.conformance.due import MOMENTS, expected
from tests.filing import chosen, draft, draft_that_calls, filled_form, filled_rows
from tests.sight import outsiders, where_seen

SAID = "Zanzibarword"  # stands in every free text, and nowhere else in the world
IN_A_COLUMN, IN_AN_ACCOUNT = "Quillonword", "Jacarandaword"  # each only there
SENTENCE = re.compile(r"^[A-Z“].{8,}[.?]$", re.DOTALL)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is filed within it is gone afterwards: some duties begin only with the first."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class KindConforms:
    """Subclass it and give a fixture `kind`; `cast` and the clock are the suite's."""

    # ---------------------------------------------------------------- the declaration

    def test_start_up_finds_nothing_missing(self, kind: Kind) -> None:
        assert [error.msg for error in declarations() if error.msg.startswith(kind.slug)] == []

    def test_everything_owed_stands_on_a_basis(self, kind: Kind) -> None:
        silent = [duty.slug for duty in kind.duties if len(duty.basis.strip()) < 10]
        assert (silent, all(kind.basis), bool(kind.serves)) == ([], True, True)

    def test_it_says_how_long_it_is_kept_and_on_whose_word(self, kind: Kind) -> None:
        kept = kind.retention
        assert kept.years > 0
        assert kept.counts_from.strip()
        assert len(kept.basis.strip()) >= 10

    def test_the_sheet_asks_only_for_what_there_is(self, kind: Kind, cast: Cast) -> None:
        fields = set(kind.form(school=cast.school).fields)
        columns = {column.name for column in kind.detail._meta.get_fields()}
        assert set(kind.capture.later) <= fields
        assert set(kind.form._meta.fields or ()) <= columns
        assert {words.slug for words in kind.words} <= fields

    def test_its_icons_are_in_the_sprite(self, kind: Kind) -> None:
        folder = next(iter(ui.__path__))
        sprite = (Path(folder) / "static" / "ui" / "icons.svg").read_text()
        wanted = {kind.icon, *(duty.icon for duty in kind.duties)}
        assert {name for name in wanted if f'id="{name}"' not in sprite} == set()

    # ---------------------------------------------------------------- filing

    def test_it_files_through_the_one_door(self, kind: Kind, cast: Cast) -> None:
        record = self.file(kind, cast)
        assert (record.kind, record.kind_version) == (kind.slug, kind.version)
        author = self.author(kind, cast)
        assert (record.author, record.author_name) == (author, author.formal)
        assert record.headline.strip()
        assert kind.detail._default_manager.filter(pk=record.pk).exists()
        assert [row.act for row in Revision.objects.all()] == ["filed"]
        self.holds(cast)

    def test_the_same_number_twice_is_one_record(self, kind: Kind, cast: Cast) -> None:
        one = self.draft(kind, cast)
        again = [file_event([one], reader=self.reader(kind, cast)) for _ in range(2)]
        assert (again[0] == again[1], Record.everything.count()) == (True, 1)

    def test_its_author_may_narrow_it_and_never_widen_it(self, kind: Kind, cast: Cast) -> None:
        wide = self.file(kind, cast, sensitivity=0)
        narrow = self.file(kind, cast, sensitivity=2)
        assert (wide.sensitivity, narrow.sensitivity) == (kind.sensitivity, 2)

    def test_only_the_posts_it_names_file_it(self, kind: Kind, cast: Cast) -> None:
        strangers = outsiders(cast)
        people = {**cast.staff, **strangers}
        filed = {name for name, person in people.items() if self.can_file(kind, cast, person)}
        assert filed & ALL_STAFF == writers_of(kind)
        assert filed & set(strangers) <= {"parent_at_work"}
        assert Record.everything.count() == len(filed)

    def test_it_refuses_what_is_missing_in_a_sentence(self, kind: Kind, cast: Cast) -> None:
        whole = self.draft(kind, cast)
        gaps = {f"words: {words.slug}": self.without(whole, words.slug)
                for words in kind.words if words.required}  # fmt: skip
        gaps |= {f"part: {role.slug}": self.nobody_in(whole, role.slug)
                 for role in kind.roles if role.least}  # fmt: skip
        gaps |= {f"column: {name}": self.with_detail(whole, name, "")
                 for name, field in kind.form.base_fields.items()
                 if field.required and isinstance(whole.detail.get(name), str)}  # fmt: skip
        if kind.capture.words_required:
            gaps["in words"] = replace(whole, words=" \n\t ")
        for what, gap in gaps.items():
            with pytest.raises(Refused) as refused:
                file_event([gap], reader=self.reader(kind, cast))
            assert refused.value.field, what
            assert SENTENCE.match(refused.value.sentence), what
        assert Record.everything.count() == 0

    def test_its_form_refuses_what_is_missing_in_a_sentence(self, kind: Kind, cast: Cast) -> None:
        form = kind.form({}, school=cast.school)
        needed = {name for name, field in form.fields.items() if field.required}
        assert set(form.errors) == needed
        said = [error for errors in form.errors.values() for error in errors]
        assert [sentence for sentence in said if not SENTENCE.match(sentence)] == []
        assert "This field is required." not in said

    def test_it_refuses_what_does_not_belong(self, kind: Kind, cast: Cast) -> None:
        whole = self.draft(kind, cast)
        part = kind.roles[0].slug
        wrong = [
            replace(whole, involved=(Involved(cast.leo, "nobody-knows"),)),
            replace(whole, involved=(Involved(cast.leo, part), Involved(cast.leo, part))),
            replace(whole, chosen={**whole.chosen, "no-such-list": ()}),
            replace(whole, detail={**whole.detail, "no_such_column": 1}),
            replace(whole, precision="nearly"),
            replace(whole, sensitivity=3),
            replace(whole, author=cast.patel),
        ]
        stray = chosen(cast, "note", {"context": ("tired",)})["context"]
        wrong += [
            replace(whole, chosen={**whole.chosen, words.slug: stray})
            for words in kind.words
            if words.name(kind.slug) != "note.context"
        ]
        for draft_ in wrong:
            with pytest.raises(Refused) as refused:
                file_event([draft_], reader=self.reader(kind, cast))
            assert SENTENCE.match(refused.value.sentence)
        assert Record.everything.count() == 0

    # ---------------------------------------------------------------- who may know

    def test_its_headline_names_nobody_and_quotes_nothing(self, kind: Kind, cast: Cast) -> None:
        people = (cast.leo, cast.jaden, cast.sam, cast.lee)
        for number, person in enumerate(people):
            person.given, person.family = f"Gwxq{number}vo", f"Fwxq{number}ny"
            person.legal_given, person.legal_family = f"Lwxq{number}", f"Mwxq{number}"
            person.save()
        record = self.file_full(kind, cast)
        headline = record.headline.casefold()
        assert "wxq" not in headline
        assert SAID.casefold() not in headline

    @pytest.mark.parametrize("sensitivity", [0, Sensitivity.RESTRICTED])
    def test_its_readers_see_it_and_nobody_else_does(
        self, kind: Kind, cast: Cast, sensitivity: int
    ) -> None:
        strangers = outsiders(cast)
        record = self.file_full(kind, cast, sensitivity=sensitivity)
        in_it = record.involvements.filter(person=cast.lee).exists()
        circle = readers_of(kind, record.sensitivity, author=author_of(kind), lee_is_in_it=in_it)
        queries = (SAID, IN_AN_ACCOUNT, record.headline.split()[0].strip(",:"), cast.leo.given)
        people = {**cast.staff, **strangers}
        seen = {name: where_seen(person, record, queries) for name, person in people.items()}
        assert {name: where for name, where in seen.items() if where and name not in circle} == {}
        expect = {"the door", "the rule", "opening", "access noted", "school timeline",
                  "pupil timeline", *(f"find {query}" for query in queries)}  # fmt: skip
        assert {name: expect - seen[name] for name in circle if expect - seen[name]} == {}

    @pytest.mark.parametrize("sensitivity", [0, Sensitivity.RESTRICTED])
    def test_whoever_must_act_may_read_it(self, kind: Kind, cast: Cast, sensitivity: int) -> None:
        for duty in self.begun_by_filing(kind, cast):
            with undone():
                made = draft_that_calls(cast, duty, kind, self.author(kind, cast), cast.leo)
                made = replace(made, sensitivity=sensitivity)
                record = file_event([made], reader=self.reader(kind, cast))[0]
                posts = {action.owner_role for action in record.actions.all()} - {""}
                owners = [person for person in cast.staff.values()
                          if person.posts.filter(role__in=posts).exists()]  # fmt: skip
                assert bool(owners) == bool(posts)
                assert all(may_read(reader_for(person), record) for person in owners)

    # ---------------------------------------------------------------- what must follow

    @pytest.mark.parametrize("when", MOMENTS)
    @pytest.mark.slow
    def test_every_duty_becomes_an_action_that_falls_due_in_time(
        self, kind: Kind, cast: Cast, when: str
    ) -> None:
        moment, school_days = MOMENTS[when]
        with clock.frozen(moment):
            for duty in self.begun_by_filing(kind, cast):
                with undone():
                    self.falls_due(duty, kind, cast, expected(duty.within, moment, school_days))

    def falls_due(self, duty: Duty, kind: Kind, cast: Cast, due: datetime) -> None:
        made = draft_that_calls(cast, duty, kind, self.author(kind, cast), cast.leo)
        record = file_event([made], reader=self.reader(kind, cast))[0]
        action = record.actions.filter(duty=duty.slug).first()
        assert action is not None
        assert clock.local(action.due) == due
        assert (action.basis, action.is_open) == (duty.basis, True)
        somebody = duty.owner in {AUTHOR, INVOLVED, ANSWERING}
        assert action.owner_role == ("" if somebody else duty.owner)
        assert "{" not in action.sentence
        self.holds(cast)

    # ---------------------------------------------------------------- nothing lost

    def test_what_is_added_stands_beside_the_original(self, kind: Kind, cast: Cast) -> None:
        record = self.file_full(kind, cast)
        before = json.loads(Revision.objects.get().body)
        amend_record(record, self.reader(kind, cast), "I remembered something more.")
        after = json.loads(Revision.objects.last().body)
        assert [row[3] for row in after.pop("amendments")] == ["I remembered something more."]
        assert before.pop("amendments") == []
        assert after == before
        self.holds(cast)

    def test_a_void_needs_a_reason_and_stays_readable(self, kind: Kind, cast: Cast) -> None:
        record = self.file_full(kind, cast)
        with pytest.raises(Refused) as refused:
            void_record(record, self.reader(kind, cast), "  no  ")
        assert refused.value.field == "reason"
        record.refresh_from_db()
        void_record(record, self.reader(kind, cast), "Filed about the wrong child")
        again = open_record(self.reader(kind, cast), record.uuid)
        assert again is not None
        assert (again.state, again.words) == ("voided", record.words)
        with pytest.raises(Refused):
            amend_record(again, self.reader(kind, cast), "One more thing.")
        self.holds(cast)

    def test_its_snapshot_says_the_same_from_memory_and_from_the_tables(
        self, kind: Kind, cast: Cast
    ) -> None:
        record = self.file_full(kind, cast)
        fresh = Record.everything.prefetch_related(*PREFETCH_FOR_SNAPSHOT).get()
        details_of([fresh])
        body = snapshot_from_rows(fresh, fresh.detail)  # type: ignore[attr-defined]
        kept = json.loads(Revision.objects.get().body)
        assert json.loads(body) == kept
        columns = {column.attname for column in kind.detail._meta.concrete_fields} - {"record_id"}
        assert set(kept["detail"]) == columns
        assert kept["record"]["uuid"] == str(record.uuid)

    def test_forgetting_leaves_no_free_text(self, kind: Kind, cast: Cast) -> None:
        record = self.file_full(kind, cast)
        row = kind.detail._default_manager.get(pk=record.pk)
        kind.forget(row)
        row.save()
        row.refresh_from_db()
        texts = [
            column.attname
            for column in row._meta.concrete_fields
            if column.get_internal_type() in {"CharField", "TextField"} and not column.choices
        ]
        assert {name: getattr(row, name) for name in texts if getattr(row, name)} == {}

    # ---------------------------------------------------------------- finding

    def test_it_is_found_by_what_was_written_in_it(self, kind: Kind, cast: Cast) -> None:
        record = self.file_full(kind, cast)
        sam = self.reader(kind, cast)
        asked = [
            SAID,
            SAID[:6].upper(),
            IN_AN_ACCOUNT,
            record.reference,
            record.headline.split()[0],
        ]
        for query in (*asked, *([IN_A_COLUMN] if kind.search else ())):
            assert find(sam, cast.school.pk, query.strip(",:")).records == [record], query
        amend_record(record, sam, "Xylophonist")
        assert find(sam, cast.school.pk, "xylophonist").records == [record]
        assert find(sam, cast.school.pk, f"{SAID} neverwritten").records == []

    # ---------------------------------------------------------------- how the suite files

    def author(self, kind: Kind, cast: Cast) -> Person:
        return cast.staff[author_of(kind)]

    def reader(self, kind: Kind, cast: Cast) -> Reader:
        return reader_for(self.author(kind, cast))

    def begun_by_filing(self, kind: Kind, cast: Cast) -> list[Duty]:
        """The duties that a record can call up by itself, of a pupil of whom all of them ask."""
        Designation.objects.get_or_create(pupil=cast.leo.pupil, sort=Designation.Sort.IN_CARE)
        return [duty for duty in kind.duties if not duty.begun_by]

    def draft(self, kind: Kind, cast: Cast, **parts: Any) -> Draft:
        return draft(cast, kind.slug, self.author(kind, cast), cast.leo, **parts)

    def file(self, kind: Kind, cast: Cast, **parts: Any) -> Record:
        return file_event([self.draft(kind, cast, **parts)], reader=self.reader(kind, cast))[0]

    def file_full(self, kind: Kind, cast: Cast, **parts: Any) -> Record:
        """Every box filled in, accounts given, and Jo Lee in it where staff can be."""
        form = filled_form(kind, cast.school, full=True, text=f"{SAID} Gwxq0vo {IN_A_COLUMN}")
        part = kind.roles[0].slug
        account = f"{SAID} {IN_AN_ACCOUNT}"
        involved = [Involved(cast.leo, part, account=account)]
        involved += [
            Involved(cast.jaden, role.slug)
            for role in kind.roles
            if "pupil" in role.who and role.most != 1
        ][:1]
        if staffed := [role.slug for role in kind.roles if "staff" in role.who]:
            involved.append(Involved(cast.lee, staffed[-1], account=SAID, as_pupil=False))
        made = self.draft(
            kind, cast, words=f"{SAID}, Gwxq0vo Fwxq0ny said.", involved=tuple(involved), **parts
        )
        rows = filled_rows(kind, cast.school, [cast.lee], text=SAID)
        made = replace(made, detail=form.detail_values(), chosen=form.chosen(), rows=rows)
        return file_event([made], reader=self.reader(kind, cast))[0]

    def can_file(self, kind: Kind, cast: Cast, person: Person) -> bool:
        made = draft(cast, kind.slug, person, cast.leo)
        try:
            return bool(file_event([made], reader=reader_for(person)))
        except Refused as refused:
            return not SENTENCE.match(refused.sentence)

    def holds(self, cast: Cast) -> None:
        assert verify_school(cast.school).breaks == ()

    def without(self, whole: Draft, slug: str) -> Draft:
        return replace(whole, chosen={**whole.chosen, slug: ()})

    def nobody_in(self, whole: Draft, role: str) -> Draft:
        return replace(whole, involved=tuple(w for w in whole.involved if w.role != role))

    def with_detail(self, whole: Draft, name: str, value: Any) -> Draft:
        return replace(whole, detail={**whole.detail, name: value})
