from django.apps import AppConfig


class EquipmentFaultConfig(AppConfig):
    name = "tests.trial_kind.equipment_fault"
    label = "kind_equipment_fault"
