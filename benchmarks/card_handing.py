"""Handing cards over: one by one with a photo or a signature, and by the scanned list, against bare UPDATE + INSERT.

The floor writes the same rows into tables with the same keys and no guard, commit by commit as the services do.
"""

import base64
import io
import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from PIL import Image, ImageDraw

from benchmarks import cards
from benchmarks.office import office

EACH, PHOTOS, LISTED, SHEET = 200, 40, 2_000, 50  # cards singly, so with a photo, by lists; rows of one list
SIGNED_GOAL, LISTED_GOAL = 150, 20  # times the floor
TABLES = """
CREATE TABLE bench_card (LIKE programs_kks INCLUDING DEFAULTS, PRIMARY KEY (id));
CREATE TABLE bench_event (LIKE programs_kksevent INCLUDING DEFAULTS INCLUDING IDENTITY, UNIQUE (card_id, number));
INSERT INTO bench_card SELECT * FROM programs_kks;
"""
FLOOR = (
    "UPDATE bench_card SET state = 'handed_over' WHERE id = ANY(%s)",
    "INSERT INTO bench_event (card_id, number, move, from_state, to_state, by_id, at, recorded_at, reason, note,"
    " receiver, receiver_name, home_visit, proof, key) SELECT id, 2, 'hand_over', 'received', 'handed_over', 1, now(),"
    " now(), '', '', 'kpm', 'Siti Contoh', false, 'daftar', gen_random_uuid() FROM unnest(%s::bigint[]) AS t(id)",
)


def run() -> bool:
    """Print what was measured; True when every goal was met."""
    with office():
        from django.db import connection

        from programs.models import Kks

        cards.receive({"35.20.07.2001": EACH + PHOTOS + LISTED})
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
        ids = list(Kks.objects.order_by("pk").values_list("pk", flat=True))
        each, photographed, listed = ids[:EACH], ids[EACH : EACH + PHOTOS], ids[EACH + PHOTOS :]
        sheets = [listed[at : at + SHEET] for at in range(0, LISTED, SHEET)]
        bare_each = _rate(EACH, lambda: _bare([[pk] for pk in each]))
        bare_sheet = _rate(LISTED, lambda: _bare(sheets))
        signed = _rate(EACH, lambda: _give(each, _signature))
        photo = _rate(PHOTOS, lambda: _give(photographed, _photo))
        ticked = _rate(LISTED, lambda: _tick(sheets))
    return all(
        (
            _told("satu per satu, tanda tangan di layar", signed, bare_each, SIGNED_GOAL),
            _told("satu per satu, foto 12 megapiksel", photo, bare_each),
            _told(f"daftar {SHEET} baris dengan pindaian", ticked, bare_sheet, LISTED_GOAL),
        )
    )


def _bare(parts: Sequence[Sequence[int]]) -> None:
    from django.db import connection, transaction

    for part in parts:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in FLOOR:
                cursor.execute(statement, [list(part)])


def _give(ids: Sequence[int], proof: Callable[[], dict[str, Any]]) -> None:
    """As a telephone does: the card is looked up, the proof comes with the form."""
    from pkh_sembako.accounts.services.system import system_user
    from programs.models import Kks
    from programs.services.kks import handing

    by = system_user()
    for pk in ids:
        card = Kks.objects.select_related("household").get(pk=pk)
        handing.hand_over(
            card, receiver="kpm", receiver_name=card.household.name, proof=handing.Proof(**proof()), by=by, key=uuid4()
        )


def _tick(sheets: Sequence[Sequence[int]]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from pkh_sembako.accounts.services.system import system_user
    from programs.services.kks import ticking

    by = system_user()
    for sheet in sheets:
        scan = SimpleUploadedFile("daftar.jpg", PICTURE)
        ticked = ticking.tick(list(sheet), scan=scan, by=by, key=uuid4())
        if ticked.refused:
            raise AssertionError("a list refused cards")


def _seen(size: tuple[int, int]) -> bytes:
    """A picture as a camera takes it: with noise, so that it does not shrink to nothing."""
    content = io.BytesIO()
    Image.effect_noise((size[0] // 8, size[1] // 8), 60).resize(size).convert("RGB").save(content, "JPEG")
    return content.getvalue()


def _strokes(size: tuple[int, int]) -> str:
    """A name drawn on the screen, as the page sends it."""
    content, paper = io.BytesIO(), Image.new("RGBA", size)
    points = [(at * size[0] // 40, size[1] // 2 + (at * 37 % 41 - 20) * 2) for at in range(41)]
    ImageDraw.Draw(paper).line(points, fill="black", width=3)
    paper.save(content, "PNG")
    return "data:image/png;base64," + base64.b64encode(content.getvalue()).decode()


PICTURE, STROKES = _seen((4000, 3000)), _strokes((600, 200))


def _photo() -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return {"kind": "foto", "upload": SimpleUploadedFile("foto.jpg", PICTURE)}


def _signature() -> dict[str, Any]:
    return {"kind": "tanda_tangan", "signature": STROKES}


def _rate(count: int, work: Callable[[], object]) -> float:
    """Cards a second, by the clock on the wall."""
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def _told(what: str, ours: float, bare: float, goal: float | None = None) -> bool:
    met = goal is None or bare / ours <= goal
    limit = "" if goal is None else f" (batas {goal}) {'tercapai' if met else 'TIDAK TERCAPAI'}"
    print(f"Serah kartu, {what}: {ours:.0f} kartu/s; UPDATE + INSERT saja {bare:.0f}/s, {bare / ours:.1f} kali{limit}")
    return met
