"""What each activity of an SOP means: one explicit dict. An activity that is not in it is a checklist with evidence."""

from pkh_sembako.accounts.models import User
from sop.models import Step, StepRun, Target
from sop.steps.base import Checklist, Handler
from sop.steps.berita_acara import BeritaAcara
from sop.steps.distribusi_kks import DistribusiKks, TerimaKks
from sop.steps.jadwal_kks import JadwalKks
from sop.steps.kirim_berita_acara import KirimBeritaAcara
from sop.steps.koordinasi_bank import KoordinasiBank
from sop.steps.kroscek import Kroscek
from sop.steps.pemberitahuan import KirimSurat, KoordinasiDesa
from sop.steps.penetapan import Penetapan
from sop.steps.terima_bnba import TerimaBnba
from sop.steps.terima_jadwal import TerimaJadwal

HANDLERS: dict[str, Handler] = {
    "terima_bnba": TerimaBnba(),
    "koordinasi_bank": KoordinasiBank(),
    "kroscek": Kroscek(),
    "berita_acara": BeritaAcara(),
    "penetapan": Penetapan(),
    "kirim_berita_acara": KirimBeritaAcara(),
    "kirim_surat": KirimSurat(),
    "koordinasi_desa": KoordinasiDesa(),
    "jadwal_kks": JadwalKks(),
    "terima_jadwal": TerimaJadwal(),
    "distribusi_kks": DistribusiKks(),
    "terima_kks": TerimaKks(),
}
CHECKLIST = Checklist()

# Determination, money, cards without outcome: neither let pass nor skipped (architecture.md, Who moves a step).
FINAL = {"penetapan", "penyaluran", "rekonsiliasi", "distribusi_kks", "terima_kks"}
# Every family on a determined list needs a result and a Berita Acara: without these nothing can be determined.
NEEDED = {"kroscek", "berita_acara"}


def handlers(step: Step) -> list[Handler]:
    """Of the step's activities, in order."""
    return [HANDLERS.get(activity, CHECKLIST) for activity in step.activities] or [CHECKLIST]


def unmet(target: Target) -> list[str]:
    """Everything that still stops the work, each sentence once."""
    return list(dict.fromkeys(sentence for handler in handlers(target.step) for sentence in handler.unmet(target)))


def progress(target: Target) -> tuple[int, int] | None:
    """(done, total) of the first activity that can be counted."""
    counted = (handler.progress(target) for handler in handlers(target.step))
    return next((count for count in counted if count), None)


def progress_by_kecamatan(run: StepRun) -> dict[str, tuple[int, int]]:
    """The first activity's that can be counted at once."""
    counted = (handler.progress_by_kecamatan(run) for handler in handlers(run.step))
    return next((counts for counts in counted if counts), {})


def unit(step: Step) -> str:
    """What `progress_by_kecamatan` counts: that of the first activity with a way of counting of its own."""
    counting = (one for one in handlers(step) if type(one).progress_by_kecamatan is not Handler.progress_by_kecamatan)
    return next((one.unit for one in counting), Handler.unit)


def url(target: Target) -> str:
    """Where the work is done, if not on the step's own page."""
    return next((address for handler in handlers(target.step) if (address := handler.url(target))), "")


def link(target: Target) -> tuple[str, str] | None:
    """(words, address) of the button to where the work is done."""
    found = ((handler.link, handler.url(target)) for handler in handlers(target.step))
    return next(((words, address) for words, address in found if address), None)


def papers(target: Target) -> tuple[str, str] | None:
    """(words, address) of what is there on paper, of the first activity that has such."""
    found = (handler.papers(target) for handler in handlers(target.step))
    return next((words for words in found if words), None)


def on_submit(target: Target, *, by: User) -> None:
    for handler in handlers(target.step):
        handler.on_submit(target, by=by)


def on_return(target: Target, *, by: User, reason: str) -> None:
    for handler in handlers(target.step):
        handler.on_return(target, by=by, reason=reason)


def on_finish(target: Target, *, by: User | None) -> None:
    for handler in handlers(target.step):
        handler.on_finish(target, by=by)


def why_kept(step: Step) -> str:
    """Why the Kabid can neither skip the step nor let it pass, in words; empty when they can."""
    if not NEEDED.isdisjoint(step.activities):
        return (
            "Langkah kroscek dan Berita Acara tidak dapat dilewati atau diloloskan: tanpa hasil keduanya tidak ada "
            "yang dapat ditetapkan."
        )
    if not FINAL.isdisjoint(step.activities):
        return "Langkah penetapan, uang, dan kartu tidak dapat dilewati atau diloloskan."
    return ""


def asks_checklist(step: Step) -> bool:
    """Whether handing in depends on the kelengkapan and evidence, or on data recorded elsewhere."""
    return any(isinstance(handler, Checklist) for handler in handlers(step))
