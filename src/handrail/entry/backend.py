"""Who is behind a session: the account with its person, since no page does without either."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from handrail.database.written_once import written_once
from handrail.people.models import User


class AccountWithPerson(ModelBackend):
    def get_user(self, user_id: Any) -> User | None:
        """The account of a session, fetched with its person by one query; None if it is closed."""
        user = next(iter(_account(int(user_id))), None)
        return user if user and self.user_can_authenticate(user) else None


@written_once
def _account(key: int) -> QuerySet[User]:
    return User.objects.select_related("person").filter(pk=key)
