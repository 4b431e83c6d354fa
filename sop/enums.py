"""States of cycles and steps, and the groups other code asks for."""

from django.db.models import TextChoices


class CycleState(TextChoices):
    PREPARED = "prepared", "Disiapkan"
    RUNNING = "running", "Berjalan"
    FINISHED = "finished", "Selesai"
    STOPPED = "stopped", "Dihentikan"


OPEN_CYCLES = (CycleState.PREPARED, CycleState.RUNNING)


class StepState(TextChoices):
    WAITING = "waiting", "Menunggu"
    ACTIVE = "active", "Berjalan"
    PAUSED = "paused", "Dijeda"
    SUBMITTED = "submitted", "Menunggu pemeriksaan"
    RETURNED = "returned", "Dikembalikan"
    DONE = "done", "Selesai"
    SKIPPED = "skipped", "Dilewati"


OPEN_STEPS = (StepState.ACTIVE, StepState.SUBMITTED, StepState.RETURNED)
WORKING_STEPS = (StepState.ACTIVE, StepState.RETURNED)
CLOSED_STEPS = (StepState.DONE, StepState.SKIPPED)


class FindingState(TextChoices):
    """Where a finding of the inspektorat stands."""

    OPEN = "open", "Perlu ditindaklanjuti"
    ANSWERED = "answered", "Menunggu penilaian"
    RETURNED = "returned", "Tindak lanjut belum sesuai"
    CLOSED = "closed", "Selesai ditindaklanjuti"


class DesaChannel(TextChoices):
    """How a kecamatan told a desa what the surat pemberitahuan says (SOP Sembako 5)."""

    MEETING = "meeting", "Rapat koordinasi"
    LETTER = "letter", "Surat atau tembusan"
    MESSAGE = "message", "Telepon atau pesan"
    VISIT = "visit", "Kunjungan"
    LINK = "link", "Tautan pribadi"
