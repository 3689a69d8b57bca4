"""A drawn start keeps of how many it was drawn, and in which turn: nobody else is needed for it."""

from typing import Any

from django.db import migrations, models


def fill_in(apps: Any, schema_editor: Any) -> None:
    """What was drawn before: whoever shares a seed was drawn together, in the order of the key."""
    places = apps.get_model("programmes", "ProgrammePupil")
    together: dict[str, list[Any]] = {}
    for place in places.objects.exclude(drawn_seed="").order_by("pk"):
        together.setdefault(place.drawn_seed, []).append(place)
    for mates in together.values():
        for turn, place in enumerate(mates):
            place.drawn_among, place.drawn_turn = len(mates), turn
            place.save(update_fields=["drawn_among", "drawn_turn"])


class Migration(migrations.Migration):
    dependencies = [("programmes", "0007_group_place_marks")]

    operations = [
        migrations.AddField(
            model_name="programmepupil",
            name="drawn_among",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="programmepupil",
            name="drawn_turn",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
