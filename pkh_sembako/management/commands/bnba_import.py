"""Import a BNBA file by the rules of the wizard (contract.md): check it, and with --apply carry it out."""

import json
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management import BaseCommand, CommandError, CommandParser

from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.services.system import system_user
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.errors import DomainError
from programs.enums import FileKind, FileState, Program
from programs.importing.errors import FileRefused
from programs.models import BnbaFile
from programs.services.bnba import applying, checking, findings, mapping, state, uploads

COUNTS = ("rows", "new", "changed", "same", "gone", "refused", "skipped")


class Command(BaseCommand):
    help = "Memeriksa berkas BNBA terhadap registri, dan dengan --apply menerapkannya."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="berkas .xlsx atau .csv")
        parser.add_argument("--program", required=True, choices=Program.values)
        parser.add_argument("--tahun", required=True, type=int)
        parser.add_argument("--tahap", required=True, type=int)
        parser.add_argument("--jenis", choices=FileKind.values, default="", help="bawaan: menurut susunan berkas")
        parser.add_argument("--sheet", default="", help="nama lembar; bawaan: semua lembar yang dikenali")
        parser.add_argument("--kecamatan", default="", help="kecamatan untuk lembar yang tidak menyebutnya")
        parser.add_argument("--desa", default="", help="desa/kelurahan untuk lembar yang tidak menyebutnya")
        parser.add_argument("--apply", action="store_true", help="terapkan baris yang baik")
        parser.add_argument("--by", default="", metavar="USER", help="bertindak sebagai pengguna ini; bawaan: sistem")
        parser.add_argument("--json", action="store_true", help="tulis hasilnya sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        by = self._actor(options["by"])
        if not options["file"].is_file():
            raise CommandError(f"Berkas {options['file']} tidak ditemukan.", returncode=2)
        try:
            file = self._run(options, by)
        except DomainError as refusal:
            raise CommandError(refusal.sentence) from refusal
        result = as_json(file)
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        words = "Diterapkan" if result["applied"] else "Diperiksa"
        self.stdout.write(
            f"{words}: {result['rows']} baris, {result['new']} baru, {result['changed']} berubah, {result['same']} sama"
            f", {result['refused']} ditolak, {result['gone']} tidak ada lagi. Berkas nomor {file.pk}."
        )
        for found in result["errors"]:
            self.stdout.write(f"{found['sheet']} baris {found['row']}, {found['column']}: {found['message']}")

    def _actor(self, username: str) -> User:
        if not username:
            return system_user()
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"Pengguna {username} tidak ada.", returncode=2)
        if not user.may(Permission.IMPORT_BNBA):
            raise CommandError(f"Pengguna {username} tidak berhak mengimpor BNBA.")
        return user

    def _run(self, options: dict[str, Any], by: User) -> BnbaFile:
        path: Path = options["file"]
        with path.open("rb") as content:
            file = uploads.upload(
                File(content),
                name=path.name,
                program=options["program"],
                tahun=options["tahun"],
                tahap=options["tahap"],
                kind=options["jenis"],
                read_at_once=True,
                by=by,
            )
        file = mapping.choose(
            file,
            sheet=options["sheet"],
            kecamatan=options["kecamatan"],
            desa=options["desa"],
            kind=options["jenis"],
            by=by,
        )
        act = applying.check_and_apply if options["apply"] else checking.check
        try:
            return act(file, by=by)
        except FileRefused as refusal:
            state.refuse(file, refusal.sentence)
            raise


def as_json(file: BnbaFile) -> dict[str, Any]:
    """The contract's document about a checked or applied file."""
    return {
        "file_id": file.pk,
        "layout": file.layout,
        "sheets": file.sheets,
        "header_row": file.header_row,
        **{key: file.counts[key] for key in COUNTS},
        "applied": file.state == FileState.APPLIED,
        "errors": findings.errors(file),
        "warnings": findings.warnings(file),
    }
