"""The tests' own house-keeping: what one test commits or flushes, the next one does not meet."""

import pytest

from pkh_sembako.accounts.cast import create_cast
from pkh_sembako.management.commands.prepare_local import empty_database
from pkh_sembako.office.models import DayOff, Office
from pkh_sembako.office.services.calendar import remove_day_off, set_zone
from tests import pristine


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_after_a_flush_the_reference_data_is_back_and_every_number_goes_on():
    days = DayOff.objects.count()
    empty_database()
    assert DayOff.objects.count() == 0
    pristine.restore()
    assert DayOff.objects.count() == days
    admin = create_cast(None)["admin"]
    set_zone("Asia/Makassar", by=admin)
    remove_day_off(DayOff.objects.earliest("day"), by=admin)
    assert (Office.objects.get().zone, DayOff.objects.count()) == ("Asia/Makassar", days - 1)
