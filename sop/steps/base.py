"""What every activity of an SOP can be asked. An activity without a handler of its own is a `Checklist`."""

from pkh_sembako.accounts.models import User
from sop.models import Evidence, StepRun, Target, Tick


class Handler:
    """Behaviour of one activity. The targets are a whole step, or a kecamatan's share of one that fans out."""

    link = "Buka pekerjaan ini"  # the button that leads to `url`
    unit = "keluarga"  # what `progress_by_kecamatan` counts

    def unmet(self, target: Target) -> list[str]:
        """What still stops the work from being handed in, in words, from real data."""
        return []

    def progress(self, target: Target) -> tuple[int, int] | None:
        """(done, total) where it can be counted."""
        return None

    def progress_by_kecamatan(self, run: StepRun) -> dict[str, tuple[int, int]]:
        """(done, total) of each kecamatan's code, for the list of shares; empty where it cannot be counted at once."""
        return {}

    def url(self, target: Target) -> str:
        """Where the work itself is done; "" = on the step's own page."""
        return ""

    def papers(self, target: Target) -> tuple[str, str] | None:
        """(words, address) of what is there on paper beside the recorded work."""
        return None

    def on_submit(self, target: Target, *, by: User) -> None:
        """Effect of handing in, in the same transaction."""

    def on_return(self, target: Target, *, by: User, reason: str) -> None:
        """Effect of handing back."""

    def on_finish(self, target: Target, *, by: User | None) -> None:
        """Effect of being done."""


class Checklist(Handler):
    """Every item of the kelengkapan is at hand, and something shows that the work was done."""

    def unmet(self, target: Target) -> list[str]:
        return [*missing_items(target), *missing_evidence(target)]

    def progress(self, target: Target) -> tuple[int, int] | None:
        total = len(target.step.checklist)
        return (total - len(open_items(target)), total) if total else None


def open_items(target: Target) -> list[str]:
    """Items of the checklist that are not ticked."""
    ticked = set(_own(Tick.objects, target).values_list("item", flat=True))
    return [item for number, item in enumerate(target.step.checklist) if number not in ticked]


def missing_items(target: Target) -> list[str]:
    items = open_items(target)
    return [f"Kelengkapan belum dicentang: {', '.join(items)}"] if items else []


def missing_evidence(target: Target) -> list[str]:
    if _own(Evidence.objects, target).exists():
        return []
    return ["Belum ada bukti: unggah berkas atau tulis catatan hasil kerja"]


def _own(manager, target: Target):
    share = target if target.kecamatan else None
    return manager.filter(step_run=target.step_run, assignment=share)
