"""Cycles under way, as the tests of the SOP start them."""

from tests.sop.conftest import applied_file, families, prepared, started

__all__ = ["applied_file", "families", "prepared", "started"]
