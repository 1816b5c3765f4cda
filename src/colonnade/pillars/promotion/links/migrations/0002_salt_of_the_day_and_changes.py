"""What a day's hashes of callers are made with, and when a link was changed last."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('links', '0001_links_and_what_they_led_to'),
    ]

    operations = [
        migrations.CreateModel(
            name='DaySalt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('salt', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.AddField(
            model_name='shortlink',
            name='changed_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='shortlink',
            index=models.Index(fields=['changed_at'], name='link_changed'),
        ),
    ]
