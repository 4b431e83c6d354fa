"""Card lists by the importer: known by their header, counted in cards, refused with a reason, taken back whole."""

import json

import pytest
from django.core.management import call_command
from django.db import connection

from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa
from programs.enums import FileState, KksState
from programs.models import BnbaFile, Enrollment, Household, Kks, KksEvent, KksTally, Round
from programs.services.bnba import applying, checking, findings, taking_back
from programs.services.kks import door
from tests.programs.bnba.files import V1, v1, workbook
from tests.programs.factories import families, nik, no_kk
from tests.programs.kks.factories import number
from tests.programs.kks.lists import BANK, V7, bank, v7

COUNTS = ("rows", "new", "changed", "same", "gone", "refused", "skipped")


@pytest.fixture
def desa(reference, db) -> Desa:
    return Desa.objects.get(name="Bulugunung", kecamatan__name="Plaosan")


@pytest.fixture
def kpm(desa) -> list[Household]:
    """Families 1 to 6 of Bulugunung."""
    return families(desa, 6)


def counts(file: BnbaFile) -> dict[str, int]:
    """Those that are not zero."""
    return {key: file.counts[key] for key in COUNTS if file.counts[key]}


def errors(file: BnbaFile) -> list[tuple[int, str, str]]:
    return [(found["row"], found["column"], found["code"]) for found in findings.errors(file)]


def checked_now() -> None:
    """What the database checks at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_the_command_knows_a_task_list_by_its_header_and_counts_cards(cast, kpm, tmp_path, capsys):
    path = workbook(tmp_path / "kks.xlsx", V7, [v7(1), v7(2, jenis="PKH + SEMBAKO"), v7(9)], "Tugas")
    when = ("--program", "sembako", "--tahun", "2026", "--tahap", "11")
    call_command("bnba_import", str(path), *when, "--apply", "--json")
    told = json.loads(capsys.readouterr().out)
    (unknown,) = told.pop("errors")
    assert told.pop("file_id") == BnbaFile.objects.get().pk
    assert told == {
        "layout": "V7", "sheets": ["Tugas"], "header_row": 1, "rows": 3, "new": 2, "changed": 0, "same": 0, "gone": 0,
        "refused": 1, "skipped": 0, "applied": True, "warnings": [],
    }  # fmt: skip
    assert unknown == {
        "sheet": "Tugas", "row": 4, "column": "NIK KPM", "code": "family_unknown",
        "message": "NIK ini bukan milik keluarga di registri; impor BNBA keluarganya lebih dahulu.",
    }  # fmt: skip
    checked_now()


def test_a_new_card_is_received_for_the_desa_of_its_family_and_enrolls_nobody(load, kpm, operator, desa):
    file = load([v7(1, jenis="")])
    checked_now()
    card, event = Kks.objects.get(), KksEvent.objects.get()
    assert (card.household, card.number, card.desa, card.round, card.file) == (
        kpm[0], number(1), desa, Round.objects.get(program="sembako", tahun=2026, tahap=11), file,
    )  # fmt: skip
    assert (card.serves_pkh, card.serves_sembako, card.state) == (False, True, KksState.RECEIVED)
    assert (card.tahap, card.nominal) == ("Tahap 11 Tahun 2026", 600_000)
    assert card.imported == {"tahap": "Tahap 11 Tahun 2026", "nominal": "600000"}
    assert (event.card, event.number, event.move, event.to_state, event.by) == (
        card, 1, "receive", KksState.RECEIVED, operator,
    )  # fmt: skip
    written = Kks.history.get()
    assert (written.history_type, written.history_user, written.history_change_reason) == (
        "+", operator, f"Berkas BNBA #{file.pk} kartu1.xlsx",
    )  # fmt: skip
    assert (Enrollment.objects.count(), file.kind, file.layout) == (0, "", "V7")
    assert list(KksTally.objects.values_list("desa", "received", "to_do")) == [(desa.pk, 1, 1)]


@pytest.mark.parametrize(("program", "tahap", "unsaid"), [("pkh", 4, (True, False)), ("sembako", 11, (False, True))])
def test_jenis_bansos_is_the_cards_and_never_refuses(load, kpm, program, tahap, unsaid):
    serves = {
        "PKH": (True, False), "SEMBAKO": (False, True), "PKH + SEMBAKO": (True, True), "BPNT": (False, True),
        "": unsaid, "BLT DANA DESA": unsaid,
    }  # fmt: skip
    rows = [v7(family, jenis=jenis, tahap=str(tahap)) for family, jenis in enumerate(serves, 1)]
    file = load(rows, program=program, tahap=tahap)
    assert counts(file) == {"rows": 6, "new": 6}
    assert list(Kks.objects.order_by("number").values_list("serves_pkh", "serves_sembako")) == list(serves.values())


def test_the_banks_list_brings_account_and_branch_and_its_desa_is_only_compared(load, kpm, desa):
    file = load([bank(1), bank(2, desa="SIDOMUKTI"), bank(3, desa="ENTAH")], titles=BANK)
    checked_now()
    assert (file.layout, counts(file)) == ("KKS", {"rows": 3, "new": 3})
    assert list(Kks.objects.values_list("number", "account", "branch", "desa")) == [
        (number(n), f"00712345{n:04d}", "KCP Magetan", desa.pk) for n in (1, 2, 3)
    ]
    assert [(found["row"], found["column"], found["code"]) for found in findings.warnings(file)] == [
        (3, "Desa", "desa_changed")
    ]


def test_without_a_nik_the_family_is_found_by_its_kk(load, kpm, desa):
    Household.objects.filter(pk=kpm[2].pk).update(no_kk=no_kk(2))
    titles = ["No KK", "Nama", "No KKS"]
    rows = [[no_kk(1), "MELATI", number(1)], [no_kk(2), "MELATI", number(2)], [no_kk(9), "MELATI", number(9)]]
    file = load(rows, titles=titles)
    assert (file.layout, counts(file)) == ("KKS", {"rows": 3, "new": 1, "refused": 2})
    assert errors(file) == [(3, "No KK", "kk_ambiguous"), (4, "No KK", "family_unknown")]


def test_what_is_no_card_number_is_refused(check, kpm):
    codes = {
        "": "kks_missing",
        "-": "kks_missing",
        "NOKKS": "kks_missing",
        "no kks": "kks_missing",
        '=IF(A1="","","")': "kks_missing",  # a formula that was never computed
        6000000000000001: "kks_numeric",
        "6,00000E+15": "kks_numeric",
        "600000000000001": "kks_length",
        "60000000000000011": "kks_length",
        "6000000000OO0001": "kks_length",
        None: "kks_missing",
    }
    file = check([v7(1, kks=cell) for cell in codes])
    assert counts(file) == {"rows": 11, "refused": 11}
    assert errors(file) == [(row, "NOMOR KKS", code) for row, code in enumerate(codes.values(), 2)]


def test_a_number_in_groups_or_behind_an_apostrophe_is_read(load, kpm):
    written = ["6000 0000 0000 0001", "6000-0000-0000-0002", "'6000000000000003"]
    load([["'" + nik(family), "MELATI", cell, "PKH", "11", 600_000] for family, cell in enumerate(written, 1)])
    assert list(Kks.objects.order_by("number").values_list("number", flat=True)) == [number(1), number(2), number(3)]


def test_nik_refusals_come_first_and_each_column_tells_its_first(check, kpm):
    rows = [
        v7(1, nik="12", kks="12"),
        v7(2, 1),
        v7(3, 1),
        v7(4),
        v7(4, 5),
        v7(5, 15, nik=float(nik(5))),
        v7(6, nominal="banyak"),
    ]
    file = check(rows)
    assert errors(file) == [
        (2, "NIK KPM", "nik_length"),
        (2, "NOMOR KKS", "kks_length"),
        (4, "NOMOR KKS", "duplicate_in_file"),
        (6, "NOMOR KKS", "kks_two_live"),
        (7, "NIK KPM", "nik_numeric"),
        (8, "NOMINAL CAIR", "amount_invalid"),
    ]
    assert counts(file) == {"rows": 7, "new": 2, "refused": 5}


def test_a_second_live_card_and_a_card_of_another_family_are_refused_in_words(load, check, kpm):
    load([v7(1), v7(2)])
    file = check([v7(1, 9), v7(3, 2)])
    assert [(found["row"], found["code"], found["message"]) for found in findings.errors(file)] == [
        (2, "kks_two_live",
         "Keluarga ini masih mempunyai kartu lain yang berlaku: 6000********0001 (diterima dari bank)."),
        (3, "kks_two_live", "Kartu ini sudah tercatat milik keluarga lain: Melati Contoh 2 di Bulugunung."),
    ]  # fmt: skip


def test_the_same_list_again_changes_nothing_and_a_correction_here_stays(load, check, kpm):
    load([bank(1), bank(2)], titles=BANK)
    Kks.objects.filter(number=number(1)).update(account="999")  # corrected here
    again = load([bank(1), bank(2)], titles=BANK)
    assert counts(again) == {"rows": 2, "same": 2}
    assert [row.local for row in again.rows.order_by("id")] == [{"account": "999"}, {}]
    later = load([bank(1, rekening="111"), bank(2, cabang="KCP Maospati")], titles=BANK)
    assert counts(later) == {"rows": 2, "changed": 2}
    assert list(Kks.objects.values_list("account", "branch", "imported__account")) == [
        ("111", "KCP Magetan", "111"), ("007123450002", "KCP Maospati", "007123450002"),
    ]  # fmt: skip


def test_an_empty_cell_changes_nothing(load, kpm):
    load([v7(1, jenis="PKH + SEMBAKO")])
    file = load([v7(1, jenis="", tahap="", nominal="")])
    card = Kks.objects.get()
    assert (counts(file), card.purpose, card.nominal) == ({"rows": 1, "same": 1}, "PKH + Sembako", 600_000)


def test_tahap_and_nominal_count_only_against_a_card_of_the_same_round(load, kpm):
    load([v7(1)])
    assert counts(load([v7(1, nominal="900000")])) == {"rows": 1, "changed": 1}
    other = load([v7(1, nominal="100000", tahap="Tahap 12 Tahun 2026", jenis="PKH")], tahap=12)
    card = Kks.objects.get()
    assert (counts(other), card.nominal, card.purpose, card.round.tahap) == (
        {"rows": 1, "changed": 1},
        900_000,
        "PKH",
        11,
    )
    assert counts(load([v7(1, nominal="900000", jenis="PKH")])) == {"rows": 1, "same": 1}


def test_a_tahap_unlike_the_commands_is_told(check, kpm):
    file = check([v7(1, tahap="Tahap 10 Tahun 2026"), v7(2, tahap="Tahap 11 Tahun 2025"), v7(3)])
    assert [(found["row"], found["column"], found["code"]) for found in findings.warnings(file)] == [
        (2, "TAHAP SALUR", "round_differs"), (3, "TAHAP SALUR", "round_differs"),
    ]  # fmt: skip


def test_gone_are_cards_of_the_round_in_the_kecamatan_of_the_file(load, check, kpm):
    parang = Desa.objects.filter(kecamatan__name="Parang").earliest("code")
    families(parang, 1, first=101)
    load([v7(1), v7(2), v7(3), v7(101)])
    file = check([v7(1), v7(3, kks="salah")])
    assert (counts(file), file.gone) == (
        {"rows": 2, "same": 1, "refused": 1, "gone": 1}, [Kks.objects.get(number=number(2)).pk],
    )  # fmt: skip
    assert counts(check([v7(1)], tahap=12)) == {"rows": 1, "same": 1}


def test_a_card_list_replaces_no_list(check, kpm, operator):
    with pytest.raises(DomainError, match="Daftar kartu tidak menggantikan daftar sebelumnya"):
        applying.apply(check([v7(1)]), by=operator, replaces=True)
    assert Kks.objects.count() == 0


@pytest.mark.parametrize("verb", ["lose", "damage", "send_back"])
def test_a_new_card_takes_the_place_of_an_old_one_that_is_out_of_use(load, kpm, operator, verb):
    load([v7(1)])
    door.move(Kks.objects.get(), verb, by=operator, facts=door.Facts(note="Surat kehilangan"))
    file = load([v7(1, 7)])
    checked_now()
    new, old = Kks.objects.get(number=number(7)), Kks.objects.get(number=number(1))
    assert (counts(file), old.state, old.replaced_by, new.state) == (
        {"rows": 1, "new": 1, "gone": 1}, KksState.REPLACED, new, KksState.RECEIVED,
    )  # fmt: skip
    assert list(old.events.values_list("number", "move", "by"))[-1] == (3, "replace", operator.pk)
    assert counts(load([v7(1)])) == {"rows": 1, "same": 1, "gone": 1}
    assert errors(load([v7(1, 8), v7(2)])) == [(2, "NOMOR KKS", "kks_two_live")]


def test_a_blocked_card_gives_way_unless_the_file_still_names_it(load, check, kpm, operator):
    load([v7(1)])
    card = Kks.objects.get()
    Kks.objects.filter(pk=card.pk).update(state=KksState.HANDED_OVER)
    for number_, (before, after, verb) in enumerate(
        [("received", "handed_over", "hand_over"), ("handed_over", "blocked", "block")], start=2
    ):
        extra = {"receiver": "kpm", "proof": "foto", "evidence": BnbaFile.objects.get().stored} if number_ == 2 else {}
        KksEvent.objects.create(
            card=card, number=number_, move=verb, from_state=before, to_state=after, by=operator, **extra
        )
    Kks.objects.filter(pk=card.pk).update(state=KksState.BLOCKED)
    checked_now()
    assert errors(check([v7(1), v7(1, 7)])) == [(3, "NOMOR KKS", "kks_two_live")]
    load([v7(1, 7)])
    checked_now()
    assert list(Kks.objects.order_by("id").values_list("number", "state")) == [
        (number(1), KksState.REPLACED), (number(7), KksState.RECEIVED),
    ]  # fmt: skip


def test_an_applied_list_is_taken_back_with_its_cards(load, kpm, operator):
    load([bank(1)], titles=BANK)
    file = load([bank(1, rekening="111"), bank(2)], titles=BANK)
    taking_back.take_back(file, by=operator, reason="Salah berkas")
    checked_now()
    file.refresh_from_db()
    card = Kks.objects.get()
    assert (file.state, card.number, card.account, card.imported["account"]) == (
        FileState.TAKEN_BACK, number(1), "007123450001", "007123450001",
    )  # fmt: skip
    assert list(KksTally.objects.values_list("received", "to_do")) == [(1, 1)]
    assert list(Kks.history.order_by("history_id").values_list("number", "history_type")) == [
        (number(1), "+"), (number(2), "+"), (number(1), "~"), (number(2), "-"), (number(1), "~"),
    ]  # fmt: skip
    assert counts(load([bank(1), bank(2)], titles=BANK)) == {"rows": 2, "new": 1, "same": 1}


def test_a_list_stays_when_something_happened_to_one_of_its_cards(load, kpm, operator):
    file = load([v7(1), v7(2)])
    door.move(Kks.objects.get(number=number(2)), "lose", by=operator, facts=door.Facts(note="Hilang"))
    with pytest.raises(DomainError) as refusal:
        taking_back.take_back(file, by=operator, reason="Salah berkas")
    assert refusal.value.sentence == (
        "Berkas tidak dapat ditarik kembali. Kartu 6000********0002 milik Melati Contoh 2 (Bulugunung) sudah bergerak "
        "sesudah diterima; keadaannya sekarang: hilang."
    )
    assert Kks.objects.count() == 2


def test_a_list_whose_card_replaced_another_stays(load, kpm, operator):
    load([v7(1)])
    door.move(Kks.objects.get(), "lose", by=operator, facts=door.Facts(note="Hilang"))
    file = load([v7(1, 7)])
    with pytest.raises(DomainError, match="menggantikan kartu lama"):
        taking_back.take_back(file, by=operator, reason="Salah berkas")


def test_the_registry_is_asked_again_when_a_checked_list_is_applied(check, load, kpm, operator):
    first = check([v7(1), v7(2)])
    load([v7(1, 8)])
    with pytest.raises(applying.Outdated):
        applying.apply(first, by=operator)
    first.refresh_from_db()
    assert (counts(first), errors(first)) == (
        {"rows": 2, "new": 1, "refused": 1, "gone": 1}, [(2, "NOMOR KKS", "kks_two_live")],
    )  # fmt: skip


def test_a_payment_list_with_a_card_column_stays_a_payment_list(check, kpm):
    file = check([[*v1(1, BANSOS="SEMBAKO"), number(1)]], titles=[*V1, "NO KKS"])
    assert (file.layout, file.kind, file.rows.get().values["extra"]["NO KKS"]) == ("V1", "peserta", number(1))


def test_statements_do_not_grow_with_the_list(put, desa, operator, django_assert_max_num_queries):
    families(desa, 40, first=1)

    def statements(rows) -> int:
        file = checking.check(put(rows), by=operator)
        with django_assert_max_num_queries(200) as found:
            applying.apply(file, by=operator)
        return len(found)

    assert statements([v7(1)]) == statements([v7(n) for n in range(2, 40)])


def test_the_wizard_speaks_of_cards(check, load, kpm, operator, client):
    client.force_login(operator)
    load([v7(1), v7(2)])
    file = check([v7(1, nominal="900000"), v7(3, jenis="PKH + SEMBAKO"), v7(9)])
    pages = {
        name: client.get(f"/bnba/impor/{file.pk}/{name}").content.decode()
        for name in ("petakan/", "periksa/", "tinjau/?tampil=new", "tinjau/?tampil=changed", "tinjau/?tampil=gone",
                     "terapkan/")
    }  # fmt: skip
    assert [words for words, page in (
        ("Ini daftar kartu", "petakan/"), ("Daftar tugas KKS (SIKS-NG)", "periksa/"),
        ("NIK ini bukan milik keluarga di registri", "periksa/"), ("6000********0003", "tinjau/?tampil=new"),
        ("PKH + SEMBAKO", "tinjau/?tampil=new"), ("900.000", "tinjau/?tampil=changed"),
        ("6000********0002", "tinjau/?tampil=gone"), ("1 kartu baru dicatat sebagai diterima dari bank", "terapkan/"),
        ("1 kartu tahap ini tidak ada di berkas ini", "terapkan/"),
    ) if words not in pages[page]] == []  # fmt: skip
    assert [page for page, text in pages.items() if number(1) in text or nik(1) in text] == []
