from handrail.records.forms import DetailForm
from tests.trial_kind.equipment_fault.models import EquipmentFault


class EquipmentFaultForm(DetailForm):
    kind_slug = "equipment_fault"

    class Meta:
        model = EquipmentFault
        fields = ("fault", "in_use")
        labels = {"fault": "What is wrong with it", "in_use": "Somebody still needs it today"}
        error_messages = {"fault": {"required": "Say what is wrong with it."}}
