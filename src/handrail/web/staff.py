"""People and posts: who works here, as what between which dates, with whom, and signing in."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.core import clock
from handrail.core.names import clean, fold
from handrail.entry.guards import RUNS_SCHOOL, At, at_school
from handrail.notify.absence import absences_of
from handrail.notify.telling import tell_posts_given
from handrail.people.models import Identifier, Membership, Person, Post
from handrail.records.reader import ONLY_LOG
from handrail.school.models import Group, School
from handrail.web.how_told import absences_and_form
from handrail.web.keys import is_key
from handrail.web.staff_account import account_of, find_staff
from handrail.web.training import certificates_of

FIELD = {"class": "field"}


class PostForm(forms.Form):
    role = forms.ChoiceField(
        label="Post", choices=Post.Role.choices, widget=forms.Select(attrs=FIELD),
        error_messages={"required": "Choose a post."},
    )  # fmt: skip
    starts = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={**FIELD, "type": "date"}),
        error_messages={"invalid": "That is not a date."},
    )  # fmt: skip


class GroupForm(forms.Form):
    group = forms.ModelChoiceField(
        label="Class or group",
        empty_label="Choose",
        queryset=Group.objects.none(),
        to_field_name="uuid",
        widget=forms.Select(attrs=FIELD),
        error_messages={
            "required": "Choose a class or group.",
            "invalid_choice": "Choose a class or group of this school.",
        },
    )
    part = forms.ChoiceField(
        label="As",
        choices=[("support", "Support"), ("teacher", "Teacher")],
        widget=forms.Select(attrs=FIELD),
        error_messages={"required": "Choose whether they support or teach it."},
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = Group.objects.filter(school=school).filter(
            Q(ends=None) | Q(ends__gte=clock.today())
        )
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    given = forms.CharField(
        label="First name", max_length=100, widget=forms.TextInput(attrs=FIELD),
        error_messages={"required": "Give a first name."},
    )  # fmt: skip
    family = forms.CharField(
        label="Surname", max_length=100, required=False, widget=forms.TextInput(attrs=FIELD)
    )
    title = forms.CharField(
        label="Title", max_length=20, required=False, widget=forms.TextInput(attrs=FIELD)
    )


@at_school(*RUNS_SCHOOL)
@require_http_methods(["GET", "POST"])
def staff(request: At) -> HttpResponse:
    """Everyone who holds a post here; add somebody the roll does not know."""
    form = PersonForm(request.POST or None)
    post_form = PostForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and post_form.is_valid():
        person = Person.objects.create(
            **{name: clean(value) for name, value in form.cleaned_data.items()}
        )
        _give_post(request, person, post_form)
        return redirect(f"/school/staff/{person.uuid}/")
    asked = request.GET.get("q", "")[:80]
    day = request.reader.day
    posts = Post.objects.held_on(day).filter(school=request.school).select_related("person")
    for part in fold(asked).split():
        posts = posts.filter(person__folded__contains=part)
    if request.GET.get("role") in Post.Role.values:
        posts = posts.filter(role=request.GET["role"])
    people: dict[int, tuple[Person, list[str]]] = {}
    for post in posts.order_by("person__family", "person__given", "person_id"):
        people.setdefault(post.person_id, (post.person, []))[1].append(post.get_role_display())
    away = absences_of(people)
    rows = [(*row, next(iter(away.get(pk, [])), None)) for pk, row in people.items()]
    context = {
        "without": _without_post(request) if not asked else [],
        "form": form, "post_form": post_form, "people": rows, "q": asked,
        "role": request.GET.get("role", ""), "roles": Post.Role.choices,
    }  # fmt: skip
    return render(request, "web/school_staff.html", context, status=422 if form.errors else 200)


def _without_post(request: At) -> list[Person]:
    """Adults whom the imported roll knows as staff, but who were given no post yet."""
    sorts = (Identifier.Sort.SOURCE, Identifier.Sort.STAFF)
    known = Identifier.objects.filter(school=request.school, sort__in=sorts)
    rows = Person.objects.filter(pk__in=known.values("person"), pupil=None, cares_for=None)
    return list(rows.filter(posts=None, works_as=None).order_by("family", "given")[:100])


def _give_post(request: At, person: Person, form: PostForm) -> None:
    with transaction.atomic():
        post = Post.objects.create(
            person=person, school=request.school, role=form.cleaned_data["role"],
            starts=form.cleaned_data["starts"] or request.reader.day,
        )  # fmt: skip
        tell_posts_given([post], by=request.reader.person)
    messages.success(request, f"{person.formal} holds the post now.")


@at_school(*RUNS_SCHOOL)
@require_http_methods(["GET", "POST"])
def staff_member(request: At, uuid: UUID) -> HttpResponse:
    """One member of staff: posts given and ended, and the account they sign in with."""
    person = find_staff(request, uuid)
    form = PostForm(request.POST if "role" in request.POST else None)
    sent = request.POST if "group" in request.POST else None
    group_form = GroupForm(sent, school=request.school)
    if request.method == "POST":
        if form.is_bound and form.is_valid():
            _give_post(request, person, form)
            return redirect(f"/school/staff/{uuid}/")
        if group_form.is_bound and group_form.is_valid():
            return _join_group(request, person, group_form)
        if "supervised" in request.POST:
            return _set_supervisor(request, person)
        if "leave" in request.POST:
            return _leave_group(request, person)
        if "end" in request.POST:
            return _end_post(request, person)
    context = {
        "person": person,
        "posts": person.posts.filter(school=request.school)
        .select_related("supervisor")
        .order_by("ends", "starts"),
        "form": form,
        "group_form": group_form,
        "groups": Membership.objects.on(request.reader.day)
        .filter(person=person, group__school=request.school)
        .exclude(role=Membership.Role.PUPIL)
        .select_related("group"),
        "uuid": str(uuid),
        "colleagues": _colleagues(request, person),
        "certificates": certificates_of(request, person),
        **absences_and_form(request, person),
        **account_of(request, person),
    }
    wrong = form.errors or group_form.errors
    return render(request, "web/school_person.html", context, status=422 if wrong else 200)


def _join_group(request: At, person: Person, form: GroupForm) -> HttpResponse:
    """From today they work with everyone in the group, and read what their post may read."""
    group, part = form.cleaned_data["group"], form.cleaned_data["part"]
    running = Membership.objects.on(request.reader.day)
    if not running.filter(group=group, person=person, role=part).exists():
        Membership.objects.create(group=group, person=person, role=part, starts=request.reader.day)
    messages.success(request, f"{person.formal} works with {group.name} now.")
    return redirect(f"/school/staff/{person.uuid}/")


def _leave_group(request: At, person: Person) -> HttpResponse:
    """End their work with a group with yesterday as its last day; nothing is deleted."""
    number = request.POST["leave"]
    row = Membership.objects.on(request.reader.day).filter(
        person=person, group__school=request.school, pk=number if is_key(number) else 0
    )
    if found := row.exclude(role=Membership.Role.PUPIL).first():
        found.ends = request.reader.day - timedelta(days=1)
        found.save(update_fields=["ends"])
        messages.success(request, "They no longer work with that group.")
    return redirect(f"/school/staff/{person.uuid}/")


def _end_post(request: At, person: Person) -> HttpResponse:
    """End a post with today as its last day; nothing is deleted."""
    number = request.POST["end"]
    post = person.posts.filter(school=request.school, pk=number if is_key(number) else 0)
    if found := post.filter(Q(ends=None) | Q(ends__gt=request.reader.day)).first():
        found.ends = request.reader.day
        found.save(update_fields=["ends"])
        messages.success(request, "The post ends today. Their rights end with it.")
    return redirect(f"/school/staff/{person.uuid}/")


def _colleagues(request: At, person: Person) -> list[Person]:
    """Who could supervise them: staff of this school, not volunteers themselves."""
    posts = Post.objects.held_on(request.reader.day).filter(school=request.school)
    able = posts.exclude(role__in=ONLY_LOG).exclude(person=person)
    return list(Person.objects.filter(pk__in=able.values("person")))


def _set_supervisor(request: At, person: Person) -> HttpResponse:
    """Name who is shown what a volunteer or trainee logs."""
    number = request.POST["supervised"]
    post = person.posts.filter(
        school=request.school, role=Post.Role.VOLUNTEER, pk=int(number) if number.isdigit() else 0
    ).first()
    chosen = next((one for one in _colleagues(request, person)
                   if str(one.uuid) == request.POST.get("supervisor")), None)  # fmt: skip
    if post is None or chosen is None:
        messages.error(request, "Choose somebody who works here to supervise them.")
    else:
        post.supervisor = chosen
        post.save(update_fields=["supervisor"])
        messages.success(request, f"{chosen.formal} is shown what they log.")
    return redirect(f"/school/staff/{person.uuid}/")
