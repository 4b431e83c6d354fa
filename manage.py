#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL it works with the embedded database, whether or not ./run is up."""

import os
import sys

from django.core.management import execute_from_command_line

from pkh_sembako.local import services
from pkh_sembako.local.errors import LocalError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pkh_sembako.settings")
    try:
        services.ensure()
    except LocalError as error:
        sys.exit(str(error))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
