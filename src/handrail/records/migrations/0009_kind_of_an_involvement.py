"""An involvement repeats its record's kind, for the index that goes by person and kind."""

from django.db import migrations, models

FROM_ITS_RECORD = (
    "UPDATE records_involvement SET kind = "
    "(SELECT kind FROM records_record WHERE records_record.id = records_involvement.record_id)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0008_reopened"),
    ]

    operations = [
        migrations.AddField(
            model_name="involvement",
            name="kind",
            field=models.CharField(default="", max_length=40),
            preserve_default=False,
        ),
        migrations.RunSQL(FROM_ITS_RECORD, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="involvement",
            index=models.Index(
                fields=["person", "kind", "-happened_at", "-record"], name="involvement_by_kind"
            ),
        ),
    ]
