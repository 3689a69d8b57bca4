"""Who makes the rota, and who can stand on it: whoever works at the school that day."""

from datetime import date

from django.db.models import QuerySet

from handrail.people.models import Person, Post
from handrail.records.reader import Reader
from handrail.school.models import School

MAKERS = (Post.Role.HEAD, Post.Role.BEHAVIOUR_MANAGER, Post.Role.ADMINISTRATOR)
NEVER = (Post.Role.VOLUNTEER, Post.Role.TRUST)


def may_make(reader: Reader, school: School) -> bool:
    """The head, the behaviour manager and the administrator make the rota."""
    return reader.holds(school.pk, *MAKERS)


def colleagues_on(school: School, day: date) -> QuerySet[Person]:
    """Everybody who can be given a turn on a day, by name."""
    posts = Post.objects.held_on(day).filter(school=school).exclude(role__in=NEVER)
    return Person.objects.filter(pk__in=posts.values("person"))
