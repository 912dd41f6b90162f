import hashlib

from django.db import migrations, models


def keep_digests(apps, schema_editor):
    """Keep of each key its digest, so that the addresses that were handed out go on working."""
    athletes = apps.get_model("tracker", "Athlete").objects
    for athlete in athletes.exclude(calendar_token=None).only("calendar_token").iterator():
        digest = hashlib.sha256(athlete.calendar_token.encode()).hexdigest()
        athletes.filter(pk=athlete.pk).update(calendar_digest=digest)


class Migration(migrations.Migration):

    dependencies = [
        ("tracker", "0007_imports_and_uploads"),
    ]

    operations = [
        migrations.AddField(
            model_name="athlete",
            name="calendar_digest",
            field=models.CharField(blank=True, editable=False, help_text="SHA-256, in hex. Empty while there is no feed.", max_length=64, null=True, unique=True, verbose_name="digest of the calendar feed's key"),
        ),
        migrations.AddField(
            model_name="athlete",
            name="calendar_nonce",
            field=models.CharField(blank=True, default="", editable=False, help_text="With the site's secret key. Empty where the key was made before it was kept this way.", max_length=43, verbose_name="what the calendar feed's key is made from"),
        ),
        # Back there is no way: a key cannot be had from its digest, so those feeds would be stopped.
        migrations.RunPython(keep_digests, migrations.RunPython.noop),
        migrations.RemoveField(model_name="athlete", name="calendar_token"),
        migrations.AddConstraint(
            model_name="athlete",
            constraint=models.CheckConstraint(
                condition=models.Q(("calendar_nonce", ""), ("calendar_digest__isnull", False), _connector="OR"),
                name="athlete_calendar_nonce_has_its_digest",
                violation_error_message="A key of the calendar feed needs its digest.",
            ),
        ),
    ]
