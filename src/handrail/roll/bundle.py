"""The bundle: a roll as read from any sort of file, before anybody looks at the database."""

from dataclasses import dataclass, field
from datetime import date

from handrail.roll.faults import Fault, Question, Weight


@dataclass(frozen=True)
class Where:
    """The row that something was read from, for faults found later."""

    file: str
    line: int


@dataclass(frozen=True)
class SchoolRow:
    source_id: str
    name: str
    urn: str = ""
    laestab: str = ""
    where: Where = Where("", 0)
    org: str = ""  # the id of what the files name instead of a school, a department say


@dataclass(frozen=True)
class TermRow:
    source_id: str
    name: str
    starts: date
    ends: date
    where: Where = Where("", 0)


@dataclass(frozen=True)
class GroupRow:
    """`sort` is a value of school.Group.Sort: "class" or "teaching"."""

    source_id: str
    name: str
    sort: str = "class"
    subject: str = ""
    year: str = ""
    starts: date | None = None
    ends: date | None = None
    where: Where = Where("", 0)


@dataclass(frozen=True)
class PersonRow:
    """Somebody. given and family are known-as names; legal ones may be empty ("not given")."""

    source_id: str
    given: str
    family: str
    legal_given: str = ""
    legal_family: str = ""
    title: str = ""
    born: date | None = None
    sex: str = ""
    email: str = ""
    phone: str = ""
    mobile: str = ""
    where: Where = Where("", 0)

    @property
    def names(self) -> tuple[str, str]:
        return self.given, self.family


@dataclass(frozen=True)
class PupilRow:
    person: PersonRow
    upn: str = ""
    upn_is_temporary: bool = False
    former_upn: str = ""
    admission: str = ""
    year: str = ""  # a code of the national curriculum years: R, 1 to 14, N1, N2, X
    starts: date | None = None
    ends: date | None = None  # has left, or will
    language: str = ""
    needs: str = ""
    sen_provision: str = ""


@dataclass(frozen=True)
class StaffRow:
    """`role` is a value of people.Post.Role, or "" for staff who get no post by import."""

    person: PersonRow
    role: str = ""
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True)
class CarerRow:
    person: PersonRow


@dataclass(frozen=True)
class LinkRow:
    """A carer of a pupil, both by source id. responsibility: "yes", "no" or "not_known"."""

    pupil: str
    carer: str
    relationship: str = ""
    responsibility: str = "not_known"
    priority: int | None = None
    lives_with: bool | None = None
    restriction: str = ""  # a value of people.CarerLink.Restriction
    where: Where = Where("", 0)


@dataclass(frozen=True)
class MemberRow:
    """Somebody in a group, both by source id. role: "pupil", "teacher" or "support"."""

    group: str
    person: str
    role: str = "pupil"
    starts: date | None = None
    ends: date | None = None
    where: Where = Where("", 0)


@dataclass
class RollBundle:
    """One school's roll. `whole` is false where the files hold only changes (delta).

    Source ids of staff and contacts of our own lists are those of `numbering.id_in`.
    `ended` holds source ids of people whom the files say have left or are to be deleted.
    `refused_ids` holds source ids that the files name on rows that were left out: such people are
    on the roll for all we know, so a whole list does not end them.
    `refused_upns` are UPNs of such rows. `bereft` holds ids of people linked to such a row: a carer
    among them whom no link is left for is not loaded either.
    `group_sorts` and `member_roles` narrow what a whole list speaks of: a list of pupils with a
    class column knows nothing of teaching groups and teachers. Empty means all.
    `has` names the sorts that the files spoke of at all ("pupils", "staff", "carers", "links",
    "groups", "memberships", "terms"): what they did not speak of is left as it is.
    `blank_columns` names fields (of PersonRow or PupilRow) that the files have no column for or
    leave empty everywhere: those are never blanked in the database.
    """

    fmt: str
    school: SchoolRow | None = None
    terms: list[TermRow] = field(default_factory=list)
    groups: list[GroupRow] = field(default_factory=list)
    pupils: list[PupilRow] = field(default_factory=list)
    staff: list[StaffRow] = field(default_factory=list)
    carers: list[CarerRow] = field(default_factory=list)
    links: list[LinkRow] = field(default_factory=list)
    members: list[MemberRow] = field(default_factory=list)
    whole: bool = True
    ended: set[str] = field(default_factory=set)
    group_sorts: set[str] = field(default_factory=set)
    member_roles: set[str] = field(default_factory=set)
    refused_ids: set[str] = field(default_factory=set)
    refused_upns: set[str] = field(default_factory=set)
    bereft: set[str] = field(default_factory=set)
    has: set[str] = field(default_factory=set)
    blank_columns: set[str] = field(default_factory=set)
    made_at: str = ""  # when the source made the files, as ISO text, where they say so
    fingerprint: str = ""  # SHA-256 of the files' bytes
    faults: list[Fault] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def refuse(self, reason: str, where: Where, column: str = "", value: str = "") -> None:
        """Note that a row was left out, and why."""
        self.faults.append(Fault(reason, Weight.ROW, where.file, where.line, column, value[:100]))

    def leave_out(self, ids: set[str]) -> None:
        """Take people out, with every link and membership of theirs, and carers of nobody else."""
        self.refused_ids |= ids
        lost = [link for link in self.links if {link.pupil, link.carer} & ids]
        self.bereft |= {link.carer for link in lost}
        self.links = [link for link in self.links if not {link.pupil, link.carer} & ids]
        self.pupils = [one for one in self.pupils if one.person.source_id not in ids]
        self.staff = [one for one in self.staff if one.person.source_id not in ids]
        out = ids | (self.bereft - {link.carer for link in self.links})
        self.carers = [one for one in self.carers if one.person.source_id not in out]
        self.members = [one for one in self.members if one.person not in ids]

    def warn(
        self, reason: str, where: Where | None = None, column: str = "", value: str = ""
    ) -> None:
        """Note something that does not stop the load."""
        at = where or Where("", 0)
        self.faults.append(Fault(reason, Weight.WARN, at.file, at.line, column, value[:100]))
