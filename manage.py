#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL it works with the embedded database, whether or not ./run is up."""

import os
import sys

from django.core.management import execute_from_command_line

from pkh_sembako.lib.errors import DomainError
from pkh_sembako.local import services
from pkh_sembako.local.errors import LocalError


def main() -> None:
    """What a command refuses is printed as its sentence, exit 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pkh_sembako.settings")
    try:
        services.ensure()
        execute_from_command_line(sys.argv)
    except (LocalError, DomainError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
