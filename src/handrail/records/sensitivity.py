"""How narrow the circle of readers is. A kind sets the floor; an author may only raise it."""

from django.db import models


class Sensitivity(models.IntegerChoices):
    ORDINARY = 0, "Ordinary"
    SENSITIVE = 1, "Sensitive"
    RESTRICTED = 2, "Restricted"
