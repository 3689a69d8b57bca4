"""The tables of the notify room."""

from handrail.notify.models.absence import Absence
from handrail.notify.models.alert import Alert
from handrail.notify.models.delivery import Delivery
from handrail.notify.models.device import Device
from handrail.notify.models.wishes import Wishes

__all__ = ["Absence", "Alert", "Delivery", "Device", "Wishes"]
