from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notify", "0006_news_of_faults"),
    ]

    operations = [
        migrations.AlterField(
            model_name="alert",
            name="sort",
            field=models.CharField(
                choices=[
                    ("action", "Something waits for you"),
                    ("climbed", "Nobody has done it yet"),
                    ("read", "What you wrote was read"),
                    ("override", "Somebody looked beyond their own pupils"),
                    ("post", "Somebody may read safeguarding records from now on"),
                    ("lesson", "News of a lesson plan"),
                    ("job", "News of a job"),
                    ("fault", "News of a fault of equipment"),
                    ("turn", "News of the rota"),
                ],
                max_length=10,
            ),
        ),
    ]
