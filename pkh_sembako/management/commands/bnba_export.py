"""manage.py bnba_export --program P --tahun Y --tahap T --out FILE.xlsx (contract.md)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pkh_sembako.office.queries import the_office
from programs.enums import Program
from programs.exports.bnba import Book, Layout, build, open_book
from programs.models import Round
from programs.queries.bnba_list import size


class Command(BaseCommand):
    help = "Menulis BNBA sebuah tahap ke buku kerja: seperti ditetapkan, atau menurut keadaan saat ini."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--program", required=True, choices=Program.values)
        parser.add_argument("--tahun", required=True, type=int)
        parser.add_argument("--tahap", required=True, type=int)
        parser.add_argument("--out", required=True, type=Path, metavar="FILE.xlsx")
        parser.add_argument("--susunan", choices=[layout.value for layout in Layout], default=Layout.MINISTRY.value)

    def handle(self, *args: Any, **options: Any) -> None:
        the_round = Round.objects.filter(
            program=options["program"], tahun=options["tahun"], tahap=options["tahap"]
        ).first()
        if the_round is None or not size(the_round):
            raise CommandError(
                f"Belum ada daftar {Program(options['program']).label} tahap {options['tahap']} {options['tahun']}."
            )
        book = open_book(the_round, office=the_office(), now=timezone.now())
        families = self._write(book, options["out"], Layout(options["susunan"]))
        self.stdout.write(f"{families} keluarga ditulis ke {options['out']}.")

    def _write(self, book: Book, path: Path, layout: Layout) -> int:
        """Beside its place first, so that a stop in the middle leaves no half file under the name."""
        beside = path.with_name(f".{path.name}.tmp")
        try:
            with beside.open("wb") as target:
                families = build(book, target, layout=layout)
            beside.replace(path)
        except OSError as error:
            raise CommandError(f"Berkas {path} tidak dapat ditulis: {error.strerror}.") from error
        finally:
            beside.unlink(missing_ok=True)
        return families
