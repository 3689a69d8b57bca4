from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kind_contact", "0002_contact_copy"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="whose",
            field=models.CharField(
                choices=[
                    ("home", "Home"),
                    ("professional", "A professional"),
                ],
                default="home",
                max_length=12,
                verbose_name="home or a professional",
            ),
        ),
    ]
