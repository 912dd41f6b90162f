"""One account for each address, however many sign-ups arrive at once.

The table is Django's own, so no model of ours can declare the index. An account without an address stays possible.
"""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE UNIQUE INDEX one_account_an_address ON auth_user (LOWER(email)) WHERE email <> ''",
            "DROP INDEX one_account_an_address",
        )
    ]
