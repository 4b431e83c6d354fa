"""Puts the demo families on Rounds' lists, by the same import that an officer uses."""

import csv
from datetime import date
from io import BytesIO, StringIO
from random import Random

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from pkh_sembako.accounts.models import User
from pkh_sembako.audit import jobs
from pkh_sembako.management.demo.families import SEMBAKO_A_ROUND, Family
from programs.enums import Program
from programs.models import BnbaFile, Household, Member
from programs.services import poverty
from programs.services.bnba import applying, checking, uploads

HEADER = (
    *("IDDTKS", "NOKK", "NIK_KTP", "NAMA_PENERIMA", "NAMA_PROP", "NAMA_KAB", "NAMA_KEC", "NAMA_KEL", "KODE_WILAYAH"),
    *("TAHAP", "BANSOS", "BANK", "ALAMAT", "NO_RT", "NO_RW", "DUSUN", "DIR", "GELOMBANG", "NOMINAL"),
)


def workbook(families: list[Family], program: str, tahap: int, label: str) -> bytes:
    """A payment BNBA in the ministry's layout (V1)."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(f"{label} Tahap {tahap}")
    sheet.append(HEADER)
    for number, family in enumerate(families, start=1):
        pengurus, desa = family.people[0], family.desa
        amount = family.pkh_amount if program == Program.PKH else SEMBAKO_A_ROUND
        place = ("JAWA TIMUR", "MAGETAN", desa.kecamatan.name.upper(), desa.name.upper(), desa.code.replace(".", ""))
        whose = (f"ID-{family.no_kk[-8:]}", family.no_kk, pengurus.nik, pengurus.name.upper())
        where = (family.alamat, family.rt, family.rw, family.dusun)
        sheet.append((*whose, *place, str(tahap), label, "MANDIRI", *where, "1", str(1 + number % 3), amount))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def import_list(families: list[Family], program: Program, tahun: int, tahap: int, *, by: User) -> BnbaFile:
    """Upload, check and apply one file for a Round."""
    mine = [family for family in families if program in family.programs]
    label = "PKH" if program == Program.PKH else "BPNT"
    content = ContentFile(workbook(mine, program, tahap, label))
    name = f"BNBA_{label}_MAGETAN_TAHAP_{tahap}_{tahun}.xlsx"
    file = uploads.upload(content, name=name, program=program, tahun=tahun, tahap=tahap, kind="peserta", by=by)
    checking.check(file, by=by)
    applying.apply(file, by=by)
    return file


def add_members(families: list[Family], dice: Random, *, by: User) -> None:
    """What pendamping had recorded before: members with their components, desil, some phone numbers."""
    households = {row.no_kk: row for row in Household.objects.filter(no_kk__in=[f.no_kk for f in families])}
    members = [
        Member(
            household=households[family.no_kk],
            nik=person.nik,
            name=person.name,
            sex=person.sex,
            birth_date=person.birth_date,
            relation=person.relation,
            components=person.components,
        )
        for family in families
        for person in family.people[1:]
        if family.no_kk in households
    ]
    bulk_create_with_history(
        members, Member, default_user=by, default_change_reason="Pendataan anggota", batch_size=2000
    )
    _complete_pengurus(families, households, by=by)
    for family in families:
        if (row := households.get(family.no_kk)) is not None:
            row.desil = family.desil
            row.phone = f"0000 {dice.randint(1000, 9999)} {dice.randint(1000, 9999)}" if dice.random() < 0.6 else ""
    written = list(households.values())
    reason = "Pendataan desil dan nomor telepon"
    bulk_update_with_history(
        written, Household, ["desil", "phone"], default_user=by, default_change_reason=reason, batch_size=1000
    )


def earlier_desil(families: list[Family], *, by: User) -> None:
    """A tenth of the families stood one desil higher before DTSEN ranked them anew."""
    desil = {family.no_kk: family.desil + 1 for family in families[::10]}
    rows = list(Household.objects.filter(no_kk__in=desil))
    for row in rows:
        row.desil = desil[row.no_kk]
    reason = "Peringkat DTSEN triwulan lalu"
    bulk_update_with_history(rows, Household, ["desil"], default_user=by, default_change_reason=reason)


def poverty_list(families: list[Family], since: date, *, by: User) -> None:
    """The district's own poverty data: seven of eight families, and one line that cannot be used."""
    text = StringIO()
    lines = csv.writer(text)
    lines.writerow(("NIK", "NO KK", "NAMA"))
    lines.writerows((f.people[0].nik, f.no_kk, f.people[0].name.upper()) for n, f in enumerate(families) if n % 8)
    lines.writerow(("35200712", "", "CONTOH BARIS KELIRU"))
    upload = SimpleUploadedFile(f"Data_Kemiskinan_{since.year}.csv", text.getvalue().encode(), "text/csv")
    name = "Data kemiskinan Kabupaten Magetan (contoh)"
    made = poverty.order(upload, name=name, year=since.year, in_force_from=since, by=by)
    job = poverty.latest_job(made)
    assert job is not None
    jobs.run(job.pk)


def _complete_pengurus(families: list[Family], households: dict[str, Household], *, by: User) -> None:
    people = {family.no_kk: family.people[0] for family in families}
    rows = list(Member.objects.filter(household__in=households.values(), is_pengurus=True).select_related("household"))
    for row in rows:
        person = people[row.household.no_kk]
        row.sex, row.birth_date, row.relation = person.sex, person.birth_date, person.relation
    fields = ["sex", "birth_date", "relation"]
    bulk_update_with_history(
        rows, Member, fields, default_user=by, default_change_reason="Pendataan anggota", batch_size=1000
    )
