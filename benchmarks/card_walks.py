"""The long walks of the cards: random lives and random lists against their small references, and two phones at once."""

import os
import subprocess
import sys

from pkh_sembako.local.state import CHECKOUT

WALKS = ("test_life_walk.py", "test_import_property.py", "test_two_phones.py", "test_read_anew.py")
PROFILE = {"KKS_WALKS": "400", "KKS_LISTS": "600"}


def run() -> bool:
    """Prints what pytest says; a failing walk is named with its steps."""
    tests = [f"tests/programs/kks/{name}" for name in WALKS]
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", *tests], cwd=CHECKOUT, env=os.environ | PROFILE)
    print(f"Kehidupan kartu: {'semua jalan benar' if done.returncode == 0 else 'ADA JALAN YANG SALAH'}")
    return done.returncode == 0
