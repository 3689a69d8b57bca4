"""The account that a staff member signs in with. Rights come from posts, never from here."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password, make_password
from django.db import models

from handrail.people.models.person import Person


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None, person: Person) -> "User":
        user = self.model(username=username.strip().lower(), person=person)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    username = models.CharField(max_length=150, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="user")
    is_active = models.BooleanField(default=True)
    theme = models.CharField(
        max_length=5,
        choices=[("auto", "As the device"), ("light", "Light"), ("dark", "Dark")],
        default="auto",
    )

    pin = models.CharField(max_length=128, blank=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username

    def set_pin(self, digits: str) -> None:
        """Keep a PIN, as a hash. It opens a locked screen again and never signs anybody in."""
        self.pin = make_password(digits) if digits else ""

    def check_pin(self, digits: str) -> bool:
        return bool(self.pin) and check_password(digits, self.pin)
