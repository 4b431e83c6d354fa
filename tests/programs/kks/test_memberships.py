"""What a card does to the family's membership of Sembako, and that a payment layout's word stands."""

from uuid import uuid4

import pytest

from pkh_sembako.lib.errors import DomainError
from programs.models import Enrollment, KksEvent
from programs.services import families
from programs.services.kks import handing, ticking
from tests.programs.kks.factories import cards
from tests.programs.kks.test_handing import give, picture


@pytest.fixture
def card(sembako, two_desa, operator):
    return cards(sembako, two_desa[0], 1, by=operator)[0]


@pytest.fixture
def member(card) -> Enrollment:
    return Enrollment.objects.create(household=card.household, program="sembako", status="candidate")


def story(enrollment: Enrollment) -> list[tuple[str, str]]:
    lines = enrollment.history.order_by("history_id").values_list("status", "history_change_reason")
    return [(status, why or "") for status, why in lines][1:]


def test_a_withdrawn_handing_over_suspends_what_it_made_active_and_the_next_one_brings_it_back(
    card, member, operator, ratri
):
    give(card, operator)
    handing.withdraw(card, by=ratri, note="Keliru orang")
    give(card, operator)
    assert story(member) == [
        ("active", "KKS diserahkan kepada keluarga"),
        ("suspended", "KKS tidak lagi pada keluarga: penyerahan dibatalkan, Keliru orang"),
        ("active", "KKS diserahkan kepada keluarga"),
    ]


def test_a_blocked_card_leaves_the_membership_and_its_return_suspends_it(card, member, operator):
    give(card, operator)
    handing.report(card, "block", by=operator, note="PIN")
    member.refresh_from_db()
    assert member.status == "active"
    handing.report(card, "send_back", by=operator, note="Diganti bank", evidence=picture())
    assert story(member)[-1] == ("suspended", "KKS tidak lagi pada keluarga: dikembalikan ke bank, Diganti bank")


def test_what_a_payment_layout_or_an_officer_made_active_stays(card, member, operator, ratri):
    families.move(member, "activate", by=operator, reason="Daftar bayar Tahap 11")
    give(card, operator)
    handing.withdraw(card, by=ratri, note="Keliru")
    assert story(member) == [("active", "Daftar bayar Tahap 11")]


def test_who_was_suspended_for_another_reason_stays_suspended(card, member, operator):
    families.move(member, "suspend", by=operator, reason="Pindah kabupaten")
    give(card, operator)
    assert story(member) == [("suspended", "Pindah kabupaten")]


def test_a_signed_list_names_who_received_each_row(sembako, two_desa, operator):
    made = cards(sembako, two_desa[0], 3, by=operator)
    ids = [card.pk for card in made]
    takers = {ids[1]: ticking.Taker("keluarga", "Anak  Contoh"), ids[2]: ticking.Taker("kuasa", "Tetangga Contoh")}
    with pytest.raises(DomainError, match="Unggah pindaian surat kuasa"):
        ticking.tick(ids, scan=picture(), by=operator, key=uuid4(), takers=takers)
    ticking.tick(ids, scan=picture(), by=operator, key=uuid4(), takers=takers, mandate=picture())
    events = KksEvent.objects.filter(card__in=ids, move="hand_over").order_by("card")
    assert [(one.receiver, one.receiver_name, one.mandate_id is not None) for one in events] == [
        ("kpm", made[0].household.name, False), ("keluarga", "Anak Contoh", False), ("kuasa", "Tetangga Contoh", True),
    ]  # fmt: skip


def test_a_row_without_the_name_of_its_receiver_is_refused_and_what_was_typed_stays(sembako, two_desa, operator, login):
    made = cards(sembako, two_desa[0], 2, by=operator)
    sent = {
        "key": str(uuid4()), "scan": picture(), "id": [made[0].pk], f"penerima-{made[0].pk}": "keluarga",
        f"nama-{made[0].pk}": " ", f"penerima-{made[1].pk}": "kuasa", f"nama-{made[1].pk}": "Tetangga Contoh",
    }  # fmt: skip
    page = login(operator).post(f"/kks/serah/daftar/{sembako.pk}/{two_desa[0].pk}/", sent)
    assert page.context["form"].non_field_errors() == [
        "Tulis nama penerima pada baris yang bukan diterima KPM sendiri."
    ]
    assert [(who, name) for _, who, name in page.context["rows"]] == [("keluarga", " "), ("kuasa", "Tetangga Contoh")]
