"""The tables of a school and its people as they leave, and what of them stays here and why."""

from django.db.models import Q

from handrail.people.models import (
    Agency,
    CarerLink,
    Designation,
    Enrolment,
    Identifier,
    KeyAdult,
    Lesson,
    LessonStaff,
    Membership,
    Person,
    Post,
    Professional,
    PupilFlag,
    User,
)
from handrail.records.beside import Tables
from handrail.records.models import Involvement
from handrail.school.models import (
    ClosedDay,
    Group,
    OpeningTime,
    Period,
    Place,
    School,
    Term,
    Word,
)

LEFT_OUT = {
    "people.Token": "keys of programs open this installation alone; make new ones elsewhere",
    "people.User.password": "a fingerprint of a secret; everybody chooses a new one elsewhere",
    "people.User.pin": "a fingerprint of a secret",
    "people.User.theme": "how one screen looks",
    "people.User.last_login": "readings stand in access.csv",
    "people.Person.folded": "made from the names, for search",
    "school.Logo": "the picture itself is logo.png",
}
WHAT = {
    "school.csv": "the school, its numbers and its settings",
    "terms.csv": "terms",
    "closed_days.csv": "days on which the school is closed",
    "opening_times.csv": "opening times (weekday 0 is Monday)",
    "periods.csv": "the periods of a day (weekday 0 is Monday; none: every day)",
    "places.csv": "places",
    "words.csv": "the school's own words, by list",
    "groups.csv": "classes and other groups",
    "memberships.csv": "who is or was in which group",
    "lessons.csv": "the weekly timetable (weekday 0 is Monday)",
    "lesson_staff.csv": "who staffs which line of the timetable",
    "people.csv": "everybody once: names, birth, e-mail and telephone",
    "accounts.csv": "who signs in, and as whom",
    "identifiers.csv": "the numbers that other systems know people by",
    "pupils.csv": "one row for each enrolment",
    "staff.csv": "one row for each post",
    "carers.csv": "one row for each pupil and carer",
    "agencies.csv": "agencies",
    "professionals.csv": "people of agencies who work with a pupil",
    "key_adults.csv": "whom a pupil turns to",
    "designations.csv": "what the local authority or the law says of a pupil",
    "flags.csv": "alerts and medical needs",
}


def roll_tables(school: School) -> Tables:
    """Every table of a school's own and of its people; for whoever holds the installation."""
    return {
        **_of_the_school(school),
        **_of_its_days(school),
        **_of_its_groups(school),
        **_of_the_people(school),
        **_of_pupils(school),
    }


def _of_the_school(school: School) -> Tables:
    here = {"school": school}
    return {
        "school.csv": (
            ["number", "name", "phase", "urn", "laestab", "mis_id", "trust_number", "trust",
             "trust_mis_id", "offline_copy", "offline_hours", "many_files", "keeps_ethnicity"],
            School.objects.filter(pk=school.pk).values_list(
                "uuid", "name", "phase", "urn", "laestab", "source_id", "trust__uuid",
                "trust__name", "trust__source_id", "offline_copy", "offline_hours", "many_files",
                "keeps_ethnicity"),
        ),
        "places.csv": (
            ["number", "name", "retired"],
            Place.objects.filter(**here).values_list("uuid", "name", "retired_on"),
        ),
        "words.csv": (
            ["number", "list", "slug", "label", "guidance", "value", "position", "retired"],
            Word.objects.filter(**here).values_list(
                "uuid", "list", "slug", "label", "guidance", "value", "position", "retired_on"),
        ),
    }  # fmt: skip


def _of_its_days(school: School) -> Tables:
    here = {"school": school}
    return {
        "terms.csv": (
            ["name", "starts", "ends", "mis_id"],
            Term.objects.filter(**here).values_list("name", "starts", "ends", "source_id"),
        ),
        "closed_days.csv": (
            ["date", "why"], ClosedDay.objects.filter(**here).values_list("date", "why"),
        ),
        "opening_times.csv": (
            ["weekday", "opens", "closes"],
            OpeningTime.objects.filter(**here).values_list("weekday", "opens", "closes"),
        ),
        "periods.csv": (
            ["name", "weekday", "starts", "ends"],
            Period.objects.filter(**here).values_list("name", "weekday", "starts", "ends"),
        ),
    }  # fmt: skip


def _of_its_groups(school: School) -> Tables:
    here = {"school": school}
    return {
        "groups.csv": (
            ["number", "name", "sort", "subject", "year", "starts", "ends", "mis_id"],
            Group.objects.filter(**here).values_list(
                "uuid", "name", "sort", "subject", "year", "starts", "ends", "source_id"),
        ),
        "memberships.csv": (
            ["group", "person", "part", "starts", "ends", "group_number"],
            Membership.objects.filter(group__school=school).values_list(
                "group__name", "person__uuid", "role", "starts", "ends", "group__uuid"),
        ),
        "lessons.csv": (
            ["line", "weekday", "starts", "ends", "name", "group", "place"],
            Lesson.objects.filter(**here).values_list(
                "pk", "weekday", "starts", "ends", "name", "group__uuid", "place__uuid"),
        ),
        "lesson_staff.csv": (
            ["line", "person"],
            LessonStaff.objects.filter(lesson__school=school).order_by("pk").values_list(
                "lesson__pk", "person__uuid"),
        ),
    }  # fmt: skip


def _of_the_people(school: School) -> Tables:
    return {
        "people.csv": (
            ["number", "title", "given", "family", "legal_given", "legal_family", "born", "sex",
             "email", "phone", "mobile"],
            Person.objects.filter(_belongs(school)).values_list(
                "uuid", "title", "given", "family", "legal_given", "legal_family", "born", "sex",
                "email", "phone", "mobile"),
        ),
        "accounts.csv": (
            ["username", "person", "open"],
            User.objects.filter(person__in=Post.objects.filter(school=school).values("person"))
            .order_by("pk").values_list("username", "person__uuid", "is_active"),
        ),
        "identifiers.csv": (
            ["person", "sort", "value", "starts", "ends"],
            Identifier.objects.filter(school=school).order_by("pk").values_list(
                "person__uuid", "sort", "value", "starts", "ends"),
        ),
        "staff.csv": (
            ["number", "title", "given", "family", "post", "starts", "ends", "email", "phone",
             "mobile", "supervisor", "mis_id"],
            Post.objects.filter(school=school).order_by("pk").values_list(
                "person__uuid", "person__title", "person__given", "person__family", "role",
                "starts", "ends", "person__email", "person__phone", "person__mobile",
                "supervisor__uuid", "source_id"),
        ),
        "agencies.csv": (
            ["name"], Agency.objects.filter(school=school).order_by("pk").values_list("name"),
        ),
    }  # fmt: skip


def _belongs(school: School) -> Q:
    """Everybody whom a row of this school names: on the roll, on the staff, about them, or met."""
    pupils = Enrolment.objects.filter(school=school).values("pupil")
    return (
        Q(pk__in=pupils)
        | Q(pk__in=Post.objects.filter(school=school).values("person"))
        | Q(pk__in=CarerLink.objects.filter(pupil__in=pupils).values("carer"))
        | Q(pk__in=Professional.objects.filter(pupil__in=pupils).values("person"))
        | Q(pk__in=Identifier.objects.filter(school=school).values("person"))
        | Q(pk__in=Membership.objects.filter(group__school=school).values("person"))
        | Q(pk__in=Involvement.objects.filter(record__school=school).values("person"))
    )


def _of_pupils(school: School) -> Tables:
    theirs = {"pupil__in": Enrolment.objects.filter(school=school).values("pupil")}
    return {
        "pupils.csv": (
            ["number", "given", "family", "legal_given", "legal_family", "born", "upn", "year",
             "starts", "ends", "needs", "language", "status", "sen_provision", "ethnicity",
             "likes", "helps", "hinders", "look_out_for", "written", "next_look"],
            Enrolment.objects.filter(school=school).values_list(
                "pupil__person__uuid", "pupil__person__given", "pupil__person__family",
                "pupil__person__legal_given", "pupil__person__legal_family",
                "pupil__person__born", "pupil__upn", "year", "starts", "ends", "pupil__needs",
                "pupil__language", "status", "pupil__sen_provision", "pupil__ethnicity",
                "pupil__likes", "pupil__helps", "pupil__hinders", "pupil__look_out_for",
                "pupil__written_on", "pupil__next_look_on"),
        ),
        "carers.csv": (
            ["pupil", "carer", "given", "family", "relationship", "parental_responsibility",
             "priority", "lives_with", "restriction", "note", "title", "email", "phone", "mobile",
             "ends"],
            CarerLink.objects.filter(**theirs).values_list(
                "pupil__person__uuid", "carer__uuid", "carer__given", "carer__family",
                "relationship", "responsibility", "priority", "lives_with", "restriction",
                "restriction_note", "carer__title", "carer__email", "carer__phone",
                "carer__mobile", "ends"),
        ),
        "professionals.csv": (
            ["pupil", "person", "given", "family", "job", "agency", "email", "phone", "mobile",
             "ends"],
            Professional.objects.filter(**theirs).order_by("pk").values_list(
                "pupil__person__uuid", "person__uuid", "person__given", "person__family", "job",
                "agency__name", "person__email", "person__phone", "person__mobile", "ends"),
        ),
        "key_adults.csv": (
            ["pupil", "adult", "starts", "ends"],
            KeyAdult.objects.filter(**theirs).order_by("pk").values_list(
                "pupil__person__uuid", "adult__uuid", "starts", "ends"),
        ),
        "designations.csv": (
            ["pupil", "sort", "authority", "starts", "ends"],
            Designation.objects.filter(**theirs).values_list(
                "pupil__person__uuid", "sort", "authority", "starts", "ends"),
        ),
        "flags.csv": (
            ["pupil", "sort", "text", "starts", "ends"],
            PupilFlag.objects.filter(**theirs).order_by("pk").values_list(
                "pupil__person__uuid", "sort", "text", "starts", "ends"),
        ),
    }  # fmt: skip
