"""States of a deadline, what the bell speaks of, and the ways in which somebody may want to hear of it."""

from django.db import models


class DeadlineState(models.TextChoices):
    OPEN = "open", "Berjalan"
    SUBMITTED = "submitted", "Menunggu pemeriksaan"
    PAUSED = "paused", "Dijeda"
    CLOSED = "closed", "Selesai"


RUNNING = (DeadlineState.OPEN, DeadlineState.SUBMITTED)


class Kind(models.TextChoices):
    """What a message is about."""

    NEAR = "dekat", "Tenggat mendekat"
    LATE = "lewat", "Lewat tenggat"
    CHAIN = "eskalasi", "Keterlambatan yang disampaikan ke atasan"
    NEWS = "kabar", "Kabar siklus, Berita Acara, dan perpanjangan"
    SYSTEM = "sistem", "Cadangan dan gangguan sistem"
    DIGEST = "ringkasan", "Ringkasan pagi"


class Way(models.TextChoices):
    """How the owner hears of it. `DIGEST` and `OFF` do not ring."""

    MAIL = "surel", "Lonceng dan pos-el"
    BELL = "lonceng", "Lonceng saja"
    DIGEST = "ringkasan", "Ringkasan pagi saja"
    OFF = "mati", "Tidak diberi tahu"


# Nobody switches off that work is late or was given back; what comes near can be seen on the home page as well.
ALLOWED: dict[Kind, tuple[Way, ...]] = {
    Kind.NEAR: (Way.MAIL, Way.BELL, Way.DIGEST, Way.OFF),
    Kind.LATE: (Way.MAIL, Way.BELL),
    Kind.CHAIN: (Way.MAIL, Way.BELL),
    Kind.NEWS: (Way.MAIL, Way.BELL, Way.DIGEST),
    Kind.SYSTEM: (Way.MAIL, Way.BELL),
    Kind.DIGEST: (Way.MAIL, Way.OFF),
}
DEFAULT = Way.MAIL
RINGING = (Way.MAIL, Way.BELL)
