"""What getting in keeps: devices, invitations, tries, and the log of each account."""

from django.db import models

from handrail.core.ids import new_uuid


class Device(models.Model):
    """A browser in which somebody has signed in; signed in now while it has a session."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="devices")
    mark_hash = models.CharField(max_length=64)  # of the cookie by which it is known again
    said = models.CharField(max_length=60)  # "Chrome on Android"
    session_key = models.CharField(max_length=40, blank=True)
    first_used_at = models.DateTimeField()
    signed_in_at = models.DateTimeField()
    last_used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "mark_hash"], name="one_row_a_device")
        ]
        indexes = [models.Index(fields=["session_key"], name="device_by_session")]

    def __str__(self) -> str:
        return self.said


class Invitation(models.Model):
    """A link by which somebody chooses a password, once. Only its fingerprint is kept."""

    class Sort(models.TextChoices):
        INVITED = "invited", "Invitation"
        FORGOTTEN = "forgotten", "Forgotten password"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    # Nobody, when a name was asked for that has no account: the asking must cost the same.
    user = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, null=True, related_name="invitations"
    )
    sort = models.CharField(max_length=10, choices=Sort.choices)
    secret_hash = models.CharField(max_length=64, blank=True)  # empty until the mail is made
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["secret_hash"],
                condition=~models.Q(secret_hash=""),
                name="one_invitation_a_secret",
            )
        ]

    def __str__(self) -> str:
        return self.get_sort_display()


class AccountEvent(models.Model):
    """One thing that happened to an account. Append-only; shown to the administrator."""

    class Sort(models.TextChoices):
        SIGNED_IN = "signed_in", "Signed in"
        FAILED = "failed", "Could not sign in"
        SIGNED_OUT = "signed_out", "Signed out"
        INVITED = "invited", "Invited"
        WITHDRAWN = "withdrawn", "Invitation withdrawn"
        FORGOTTEN = "forgotten", "Asked for a new password"
        PASSWORD = "password", "Chose a password"
        FACTOR_ADDED = "factor_added", "Second factor added"
        FACTOR_REMOVED = "factor_removed", "Second factor removed"
        CODE_USED = "code_used", "Recovery code used"
        LINKED = "linked", "Linked with a provider"
        ENDED = "ended", "Signed out elsewhere"
        CLOSED = "closed", "Account closed"
        OPENED = "opened", "Account opened"

    user = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, null=True, related_name="account_events"
    )
    sort = models.CharField(max_length=16, choices=Sort.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["user", "-at", "-id"], name="event_of_account")]

    def __str__(self) -> str:
        return self.get_sort_display()


class Try(models.Model):
    """One try that failed, under a key that names an account, a source or a device."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="try_by_key")]

    def __str__(self) -> str:
        return self.key[:8]
