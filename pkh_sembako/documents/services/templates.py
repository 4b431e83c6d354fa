"""The office's texts of each kind of letter: every save is a new version, the newest one is used."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.documents import placeholders
from pkh_sembako.documents.kinds import KINDS, Kind
from pkh_sembako.documents.models import LetterTemplate
from pkh_sembako.lib.errors import DomainError

LONGEST = 6_000  # characters of one block


def current(kind: Kind) -> LetterTemplate:
    """The newest version; the text the kind comes with becomes version 1 when it is first asked for."""
    newest = LetterTemplate.objects.filter(kind=kind.code).order_by("-version").first()
    if newest is not None:
        return newest
    made, _ = LetterTemplate.objects.get_or_create(
        kind=kind.code, version=1, defaults={"blocks": kind.texts, "note": "Teks bawaan"}
    )
    return made


def checked(kind: Kind, blocks: Mapping[str, str]) -> dict[str, str]:
    """The blocks of the kind with plain line ends; DomainError naming block, line and word of what is wrong."""
    clean = {}
    for block in kind.blocks:
        text = "\n".join(line.rstrip() for line in blocks.get(block.name, "").strip().splitlines())
        if not text:
            raise DomainError(f"Bagian {block.label} belum diisi.")
        if len(text) > LONGEST:
            raise DomainError(f"Bagian {block.label} paling panjang {LONGEST} huruf. Yang ditulis {len(text)} huruf.")
        try:
            placeholders.check(text, kind.allowed)
        except DomainError as refusal:
            raise DomainError(
                f"Bagian {block.label}, {refusal.sentence[:1].lower()}{refusal.sentence[1:]}"
            ) from refusal
        clean[block.name] = text
    return clean


@transaction.atomic
def save(kind: Kind, *, blocks: Mapping[str, str], seen: int, note: str, by: User) -> LetterTemplate:
    """Write the next version. `seen` is the version that was edited: whoever was faster is not overwritten."""
    newest = current(kind)
    if newest.version != seen:
        raise DomainError(f"Naskah ini sudah diubah orang lain menjadi versi {newest.version}. Muat ulang halaman.")
    clean = checked(kind, blocks)
    if clean == newest.blocks:
        raise DomainError("Tidak ada yang berubah dari versi yang berlaku.")
    try:
        with transaction.atomic():
            return LetterTemplate.objects.create(
                kind=kind.code, version=seen + 1, blocks=clean, note=" ".join(note.split())[:200], by=by
            )
    except IntegrityError as error:
        raise DomainError("Naskah ini baru saja diubah orang lain. Muat ulang halaman.") from error


def restore(kind: Kind, *, seen: int, by: User) -> LetterTemplate:
    """The text the kind comes with as a new version."""
    return save(kind, blocks=kind.texts, seen=seen, note="Kembali ke teks bawaan", by=by)


def all_current() -> list[tuple[Kind, LetterTemplate]]:
    """Every kind with its newest text."""
    return [(kind, current(kind)) for kind in KINDS.values()]
