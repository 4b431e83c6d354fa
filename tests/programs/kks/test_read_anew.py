"""A protected state is read anew by many threads of one process at once."""

import threading

import pytest
from django.db import connection

from programs.models import Household, Kks
from programs.services.kks import door
from tests.programs.kks.factories import cards


@pytest.fixture
def card(sembako, two_desa, operator) -> Kks:
    return cards(sembako, two_desa[0], 1, by=operator)[0]


def test_the_state_is_read_anew_and_stays_protected(card, operator):
    door.move(Kks.objects.get(), "lose", by=operator)
    card.refresh_from_db()
    assert card.state == "lost"
    with pytest.raises(AttributeError):
        card.state = "received"


def test_what_was_not_asked_for_stays(card, operator, django_assert_num_queries):
    door.move(Kks.objects.get(), "lose", by=operator)
    Kks.objects.filter(pk=card.pk).update(account="1")
    card.refresh_from_db(fields=["account"])
    assert (card.state, card.account) == ("received", "1")
    card.refresh_from_db(fields=["state"])
    assert card.state == "lost"
    late = Kks.objects.defer("state").get()
    with django_assert_num_queries(1):
        assert late.state == "lost"


def test_a_row_that_is_gone_keeps_what_it_said_and_the_next_one_is_protected(card):
    with pytest.raises(Kks.DoesNotExist):
        Kks(pk=0, household=Household(), state="received").refresh_from_db()
    with pytest.raises(AttributeError):
        card.state = "lost"


@pytest.mark.django_db(transaction=True)
def test_four_threads_read_anew_at_once(card):
    together, errors = threading.Barrier(4), []

    def read() -> None:
        own = Kks.objects.get(pk=card.pk)
        together.wait(timeout=30)
        try:
            for _ in range(40):
                own.refresh_from_db()
        except AttributeError as error:
            errors.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
