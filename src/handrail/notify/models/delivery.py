"""A delivery: one alert on its way by one channel, and what came of it."""

from django.db import models

from handrail.core.ids import new_uuid


class Delivery(models.Model):
    """Made with its alert in one transaction. Only `notify.sending` moves it on.

    `due_at`: when it was first to leave, at once or with a digest; `next_try_at`: when it is tried.
    `sent_at`: the mail server or push service took it. `delivered_at`: the device or the open
    page showed it. Whether it was read stands on the alert.
    """

    class Channel(models.TextChoices):
        APP = "app", "in the app"
        PUSH = "push", "push"
        MAIL = "mail", "mail"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        NOT_NEEDED = "not_needed", "Not needed any more"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    alert = models.ForeignKey("notify.Alert", on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=4, choices=Channel.choices)
    device = models.ForeignKey(
        "notify.Device", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    in_digest = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    because = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["channel", "next_try_at"],
                name="delivery_to_send",
                condition=models.Q(next_try_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.get_state_display()}"
