"""A database of its own for a measurement: migrated, with wilayah and the cast, gone afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django


@contextmanager
def office() -> Iterator[Path]:
    """Inside, Django works with an empty office; gives a folder for files."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pkh_sembako.settings")
    django.setup()
    from django.conf import settings  # Django must be set up first
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import override_settings

    connection.settings_dict["TEST"]["NAME"] = f"bench_{os.getpid()}"
    old = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
            call_command("reference_load", verbosity=0)
            yield Path(folder)
    finally:
        connection.creation.destroy_test_db(old, verbosity=0)
        settings.DATABASES["default"]["NAME"] = old
