"""Are you human: a small question in words, without pictures, scripts or third parties (reliability.md S8).

question = humanity.ask()                    # question.words is shown, question.token goes into the form
problem = humanity.spend(token, typed)       # "" when right; each question counts once, right or wrong

The token carries no answer: question and answer follow from its nonce and the server's key. It lasts an hour.
"""

import random
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.utils.crypto import salted_hmac

from complaints.models import SpentQuestion
from pkh_sembako.lib.dates import BULAN, HARI
from pkh_sembako.lib.terbilang import terbilang

SALT = "complaints.question"
LASTS = timedelta(hours=1)
SENTENCES = (
    "ibu membeli beras di pasar",
    "petani menanam padi pada musim hujan",
    "anak itu membaca buku di teras",
    "kami menunggu hujan reda di warung",
    "ayah memperbaiki pagar sejak pagi",
)
PLACES = ("pertama", "kedua", "ketiga", "keempat", "kelima")
ODD_ONES = (
    ("meja", ("mangga", "pisang", "jeruk", "pepaya")),
    ("kucing", ("padi", "jagung", "singkong", "kedelai")),
    ("sepeda", ("ayam", "kambing", "sapi", "bebek")),
    ("hujan", ("piring", "gelas", "sendok", "wajan")),
)
ALSO = {"Jumat": ("jum at",), "Minggu": ("ahad",), "November": ("nopember",)}
KINDS = ("buah", "tanaman", "hewan ternak", "alat makan atau masak")


@dataclass(frozen=True)
class Question:
    words: str
    token: str = ""


@dataclass(frozen=True)
class _Riddle:
    words: str
    answers: tuple[str, ...]


def ask() -> Question:
    """A new question, written nowhere until it is answered."""
    nonce = secrets.token_urlsafe(16)
    return Question(_riddle(nonce).words, signing.TimestampSigner(salt=SALT).sign(nonce))


def spend(token: str, typed: str) -> str:
    """Use the question up; "" when the answer is right, else what to say."""
    try:
        nonce = signing.TimestampSigner(salt=SALT).unsign(token, max_age=LASTS)
    except signing.BadSignature:
        return "Pertanyaan itu sudah terlalu lama. Jawab pertanyaan yang baru."
    if not SpentQuestion.objects.get_or_create(nonce=nonce)[1]:
        return "Pertanyaan itu sudah pernah dijawab. Jawab pertanyaan yang baru."
    if _plain(typed) not in _riddle(nonce).answers:
        return "Jawaban tidak cocok. Jawab pertanyaan yang baru."
    return ""


def answer_of(token: str) -> str:
    """What would be right, for tests and measurements: whoever holds the server's key knows it."""
    return _riddle(signing.TimestampSigner(salt=SALT).unsign(token)).answers[0]


def sweep(now: datetime) -> int:
    """Forget spent questions that are too old to be asked again; how many."""
    return SpentQuestion.objects.filter(at__lt=now - 2 * LASTS).delete()[0]


def _plain(typed: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", typed.lower()).split())


def _riddle(nonce: str) -> _Riddle:
    chance = random.Random(salted_hmac(SALT, nonce, algorithm="sha256").digest())
    return chance.choice(RIDDLES)(chance)


def _sum(chance: random.Random) -> _Riddle:
    one, two = chance.randint(2, 9), chance.randint(2, 9)
    return _Riddle(f"Berapa {terbilang(one)} ditambah {terbilang(two)}?", _number(one + two))


def _difference(chance: random.Random) -> _Riddle:
    one, two = chance.randint(10, 18), chance.randint(2, 9)
    return _Riddle(f"Berapa {terbilang(one)} dikurangi {terbilang(two)}?", _number(one - two))


def _largest(chance: random.Random) -> _Riddle:
    three = chance.sample(range(2, 30), 3)
    words = ", ".join(terbilang(each) for each in three)
    return _Riddle(f"Mana angka yang paling besar: {words}?", _number(max(three)))


def _word(chance: random.Random) -> _Riddle:
    sentence = chance.choice(SENTENCES)
    place = chance.randrange(5)
    return _Riddle(f"Apa kata {PLACES[place]} dari kalimat “{sentence}”?", (sentence.split()[place],))


def _next_day(chance: random.Random) -> _Riddle:
    at = chance.randrange(7)
    return _Riddle(f"Hari apa sesudah hari {HARI[at]}?", _named("hari", HARI[(at + 1) % 7]))


def _next_month(chance: random.Random) -> _Riddle:
    at = chance.randrange(12)
    return _Riddle(f"Bulan apa sesudah bulan {BULAN[at]}?", _named("bulan", BULAN[(at + 1) % 12]))


def _odd_one(chance: random.Random) -> _Riddle:
    at = chance.randrange(len(ODD_ONES))
    odd, others = ODD_ONES[at]
    shown = [odd, *chance.sample(others, 3)]
    chance.shuffle(shown)
    return _Riddle(f"Mana yang bukan {KINDS[at]}: {', '.join(shown)}?", (odd,))


def _number(value: int) -> tuple[str, ...]:
    return (str(value), terbilang(value))


def _named(kind: str, name: str) -> tuple[str, ...]:
    words = (name.lower(), *ALSO.get(name, ()))
    return (*words, *(f"{kind} {word}" for word in words))


RIDDLES: tuple[Callable[[random.Random], _Riddle], ...] = (
    _sum, _difference, _largest, _word, _next_day, _next_month, _odd_one,
)  # fmt: skip
