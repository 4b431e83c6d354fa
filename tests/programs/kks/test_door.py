"""A card moves only with an event; twice is refused; the totals of each desa always add up."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.documents.services import files
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa
from programs.enums import KKS_HANDED_OVER, KKS_TO_DO, KksState
from programs.models import Kks, KksEvent, KksTally, Round
from programs.services.kks import door
from programs.transitions import KKS_MOVES
from tests.programs.kks.factories import cards, schedule, slot

GUARDS = Path("programs/migrations/0019_kks_guards.py")


@pytest.fixture
def sembako(db, reference) -> Round:
    return Round.objects.create(program="sembako", tahun=2026, tahap=11)


@pytest.fixture
def desa(reference, db) -> Desa:
    return Desa.objects.filter(kecamatan="35.20.07").earliest("code")


@pytest.fixture
def photo(operator) -> StoredFile:
    return files.keep(ContentFile(b"foto"), name="foto.jpg", content_type="image/jpeg", by=operator)


def handing(photo: StoredFile, name: str = "Melati Contoh 1") -> door.Facts:
    return door.Facts(receiver="kpm", receiver_name=name, proof="foto", evidence=photo)


def absent(photo: StoredFile) -> door.Facts:
    return door.Facts(reason="tidak_hadir", evidence=photo, proof="daftar")


def tally(desa: Desa) -> tuple[int, ...]:
    row = KksTally.objects.get(desa=desa)
    return row.received, row.handed_over, row.to_do, row.returned, row.lost, row.replaced


def checked_now() -> None:
    """What the database checks at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_card_is_handed_over_once_and_the_second_hears_who_and_when(sembako, desa, operator: User, photo):
    (card,) = cards(sembako, desa, 1, by=operator)
    door.move(card, "hand_over", by=operator, facts=handing(photo))
    assert card.state == KksState.HANDED_OVER
    with pytest.raises(DomainError) as refused:
        door.move(card, "hand_over", by=operator, facts=handing(photo))
    assert re.sub(r" pada .* oleh", " pada ... oleh", str(refused.value)) == (
        f"Kartu ini sudah diserahkan kepada Melati Contoh 1 pada ... oleh {operator}. "
        "Kartu yang sama tidak dapat diserahkan dua kali."
    )
    assert card.events.filter(move="hand_over").count() == 1
    checked_now()


def test_the_same_form_sent_twice_is_one_handing_over(sembako, desa, operator: User, photo):
    (card,) = cards(sembako, desa, 1, by=operator)
    key = uuid4()
    first = door.move(card, "hand_over", by=operator, facts=handing(photo), key=key)
    again = door.move(card, "hand_over", by=operator, facts=handing(photo), key=key)
    assert first == again
    with pytest.raises(DomainError):
        door.move(card, "lose", by=operator, key=key)


def test_the_totals_follow_every_move(sembako, desa, operator: User, photo):
    one, two, three, four = cards(sembako, desa, 4, by=operator)
    assert tally(desa) == (4, 0, 4, 0, 0, 0)
    door.move(one, "hand_over", by=operator, facts=handing(photo))
    door.move(two, "fail", by=operator, facts=absent(photo))
    door.move(two, "send_back", by=operator)
    door.move(three, "lose", by=operator)
    assert tally(desa) == (4, 1, 1, 1, 1, 0)
    door.move(one, "withdraw", by=operator)
    assert tally(desa) == (4, 0, 2, 1, 1, 0)
    assert list(Kks.objects.without_outcome().order_by("pk")) == [one, four]


def test_after_three_absences_the_card_goes_back(sembako, desa, operator: User, photo):
    (card,) = cards(sembako, desa, 1, by=operator)
    place = slot(schedule(sembako, by=operator), desa)
    for _ in range(2):
        door.move(card, "fail", by=operator, facts=absent(photo))
        door.move(card, "reschedule", by=operator, facts=door.Facts(slot=place))
    door.move(card, "fail", by=operator, facts=absent(photo))
    with pytest.raises(DomainError) as refused:
        door.move(card, "reschedule", by=operator, facts=door.Facts(slot=place))
    assert str(refused.value) == (
        "KPM sudah tiga kali tidak hadir. Kartu ini dikembalikan ke bank; undangan baru tidak dibuat lagi."
    )
    assert door.move_many([card.pk], "reschedule", by=operator, slot_of={card.pk: place.pk}) == 0
    door.move(card, "send_back", by=operator)
    assert card.holder == "Bank penyalur"


def test_many_cards_are_scheduled_at_once_and_each_has_its_event(
    sembako, desa, operator: User, photo, django_assert_num_queries
):
    made = cards(sembako, desa, 30, by=operator)
    place = slot(schedule(sembako, by=operator), desa, cards=30)
    door.move(made[0], "hand_over", by=operator, facts=handing(photo))
    with django_assert_num_queries(3):  # one statement inside a savepoint
        moved = door.move_many(
            [card.pk for card in made], "schedule", by=operator, slot_of={card.pk: place.pk for card in made}
        )
    assert moved == 29  # the one that is handed over stays
    assert Kks.objects.filter(state=KksState.SCHEDULED, slot=place).count() == 29
    assert KksEvent.objects.filter(move="schedule", number=2, slot=place).count() == 29
    assert door.move_many([card.pk for card in made], "unschedule", by=operator, note="Hujan lebat.") == 29
    assert tally(desa) == (30, 1, 29, 0, 0, 0)
    checked_now()


@pytest.mark.parametrize(
    ("sql", "guard"),
    [
        ("UPDATE programs_kks SET state = 'lost'", "told ON programs_kks"),
        ("UPDATE programs_kks SET state = 'not_activated'", "moves ON programs_kks"),
        ("UPDATE programs_kksevent SET note = 'lain'", "kept ON programs_kksevent"),
        (
            "INSERT INTO programs_kksevent (card_id, number, move, from_state, to_state, by_id, at, recorded_at,"
            " reason, note, receiver, receiver_name, home_visit, proof) SELECT card_id, 2, 'send_back', 'lost',"
            " 'returned', by_id, at, at, '', '', '', '', false, '' FROM programs_kksevent",
            "in_line ON programs_kksevent",
        ),
    ],
)
def test_what_the_database_refuses_and_would_let_happen_without_its_guard(sembako, desa, operator, sql, guard):
    cards(sembako, desa, 1, by=operator)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        checked_now()
    with connection.cursor() as cursor:
        for trigger in {guard, "told ON programs_kks", "told ON programs_kksevent"}:
            cursor.execute(f"DROP TRIGGER {trigger}")
        cursor.execute(sql)
        assert cursor.rowcount == 1


def test_a_second_handing_over_is_refused_by_the_database_alone(sembako, desa, operator, photo):
    (card,) = cards(sembako, desa, 1, by=operator)
    event = door.move(card, "hand_over", by=operator, facts=handing(photo))
    with pytest.raises(IntegrityError), transaction.atomic():
        KksEvent.objects.create(
            card=card, number=3, move="hand_over", from_state=card.state, to_state=card.state, by=operator,
            receiver="kpm", receiver_name="Lain", proof="foto", evidence=photo,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():  # the other phone counted the same events
        KksEvent.objects.create(
            card=card, number=event.number, move="hand_over", from_state="received", to_state=card.state, by=operator,
            receiver="kpm", receiver_name="Lain", proof="foto", evidence=photo,
        )  # fmt: skip


def test_totals_that_do_not_add_up_are_refused(sembako, desa, operator):
    cards(sembako, desa, 2, by=operator)
    with pytest.raises(IntegrityError), transaction.atomic():
        KksTally.objects.update(handed_over=F("handed_over") + 1)


def test_machine_and_database_allow_the_same_moves():
    pairs = re.findall(r"'(\w+)>(\w+)'", GUARDS.read_text())
    machine = {(str(source), str(move.target)) for move in KKS_MOVES.values() for source in move.sources}
    assert (len(pairs), set(pairs)) == (len(set(pairs)), machine)


def test_every_state_is_in_one_group_of_the_control_total():
    alone = (KksState.RETURNED, KksState.LOST, KksState.REPLACED)
    assert sorted([*KKS_HANDED_OVER, *KKS_TO_DO, *alone]) == sorted(KksState)
