"""What the pages of the Berita Acara show: whose turn it is, who acted, which numbers."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from pkh_sembako.accounts.models import Posting, RoleLabel, User
from pkh_sembako.office.queries import printed_titles
from programs.enums import PAYABLE, ExitReason, Outcome, RevisionState, Verdict
from programs.models import (
    BaAct,
    BaRevision,
    BeritaAcara,
    KroscekResult,
    KroscekSubmission,
    Round,
    RoundEntry,
)

STATE_TONES = {
    RevisionState.IN_CHAIN: "proses",
    RevisionState.RETURNED: "peringatan",
    RevisionState.DETERMINED: "positif",
}


@dataclass(frozen=True)
class Link:
    """One place in the chain and what happened there; link 0 is the drafter."""

    link: int
    role: str
    title: str
    act: BaAct | None
    is_next: bool

    @property
    def words(self) -> str:
        if self.act is None:
            return "Giliran sekarang" if self.is_next else "Belum"
        if self.act.verdict == Verdict.VACANT:
            return f"{Verdict.VACANT.label}, {self.act.reason}"
        if self.act.verdict == Verdict.APPROVE:
            return "Menetapkan" if self.is_last else "Memberi paraf"
        return Verdict(self.act.verdict).label

    is_last: bool = False


def acts_of(revision: BaRevision) -> list[BaAct]:
    return list(BaAct.objects.filter(ba=revision.ba_id, revision=revision.revision).select_related("person"))


def chain(revision: BaRevision) -> list[Link]:
    """The drafter and every link of the revision's chain, in order."""
    acts = {act.link: act for act in acts_of(revision)}
    titles = RoleLabel.titles()
    turn = len(acts) if revision.state == RevisionState.IN_CHAIN else -1
    acted_as = _acted_as(acts)
    roles = ["korkab", *revision.chain]
    return [
        Link(link, role, acted_as.get(link) or titles[role], acts.get(link), link == turn, link == len(revision.chain))
        for link, role in enumerate(roles)
    ]


def _acted_as(acts: dict[int, BaAct]) -> dict[int, str]:
    """{link: "Plt. Kepala Dinas ..."} of acts by somebody who acted for the post on that day (a query per day)."""
    days = {link: timezone.localdate(act.at) for link, act in acts.items()}
    titles = {day: printed_titles(day) for day in set(days.values())}
    found = {link: titles[days[link]].get((act.role, act.person_id)) for link, act in acts.items()}
    return {link: title for link, title in found.items() if title}


def events(ba: BeritaAcara) -> list[dict[str, Any]]:
    """Every act on every revision as events of `komponen/riwayat.html`, newest first."""
    titles = RoleLabel.titles()
    last = {row.revision: len(row.chain) for row in ba.revisions.all()}
    tones = {Verdict.DRAFT: "proses", Verdict.APPROVE: "positif", Verdict.RETURN: "negatif", Verdict.VACANT: "netral"}
    return [
        {
            "when": act.at,
            "who": f"{act.person}, {titles[act.role]}" if act.person else titles[act.role],
            "what": _what(act, last[act.revision]),
            "note": act.reason,
            "tone": tones[Verdict(act.verdict)],
        }
        for act in ba.acts.select_related("person").order_by("-id")
    ]


def _what(act: BaAct, last: int) -> str:
    words = {
        Verdict.DRAFT: "Revisi {} disusun",
        Verdict.APPROVE: "Ditetapkan dari revisi {}" if act.link == last else "Paraf pada revisi {}",
        Verdict.RETURN: "Revisi {} dikembalikan",
        Verdict.VACANT: "Paraf pada revisi {} tidak diminta",
    }
    return words[Verdict(act.verdict)].format(act.revision)


def names_of(role: str) -> list[str]:
    """Who holds the role today."""
    postings = Posting.objects.in_force().filter(role=role, user__is_active=True).select_related("user")
    return sorted({str(posting.user) for posting in postings})


def deed(the_round: Round, user: User) -> str:
    """What this user did for the Round that keeps them from approving it; the database asks the same (0002_guards)."""
    if BaAct.objects.filter(ba__round=the_round, link=0, person=user).exists():
        return "menyusun Berita Acara ini"
    if KroscekSubmission.objects.filter(round=the_round, submitted_by=user).exists():
        return "mengirim kroscek sebuah kecamatan pada tahap ini"
    history = KroscekResult.history.filter(by=user, entry__round=the_round)
    if history.exists() or KroscekResult.objects.filter(by=user, entry__round=the_round).exists():
        return "mencatat hasil kroscek pada tahap ini"
    return ""


def with_turn(revisions: QuerySet[BaRevision]) -> QuerySet[BaRevision]:
    """Adds `turn`: how many acts the revision has, so `chain[turn - 1]` is the role whose turn it is."""
    acts = BaAct.objects.filter(ba=OuterRef("ba"), revision=OuterRef("revision")).order_by()
    return revisions.annotate(
        turn=Coalesce(Subquery(acts.values("ba").annotate(number=Count("id")).values("number")), 0)
    )


def waiting_for(user: User) -> list[BaRevision]:
    """Revisions whose next link is one of the user's roles, the oldest first. One query."""
    waiting = with_turn(BaRevision.objects.filter(state=RevisionState.IN_CHAIN)).select_related("ba__round")
    mine = {posting.role for posting in user.postings_now}
    return [row for row in waiting.order_by("at") if row.turn <= len(row.chain) and row.chain[row.turn - 1] in mine]


def rounds() -> QuerySet[Round]:
    """Rounds with a list to check, the newest first."""
    return Round.objects.with_list().with_kroscek()


def overview() -> list[dict[str, Any]]:
    """Every Round with a list and its Berita Acara, newest first. Four queries."""
    titles = RoleLabel.titles()
    found: dict[int, list[BeritaAcara]] = {}
    for ba in BeritaAcara.objects.select_related("determination").order_by("-version"):
        found.setdefault(ba.round_id, []).append(ba)
    newest: dict[int, BaRevision] = {}
    for revision in with_turn(BaRevision.objects.all()).order_by("revision"):
        newest[revision.ba_id] = revision
    return [
        {"round": row, "rows": [_row(ba, newest.get(ba.pk), titles) for ba in found.get(row.pk, [])]}
        for row in rounds()
    ]


def _row(ba: BeritaAcara, revision: BaRevision | None, titles: dict[str, str]) -> dict[str, Any]:
    determined = getattr(ba, "determination", None)
    words, tone, turn = "Belum disusun", "netral", titles["korkab"]
    if determined is not None:
        words, tone, turn = "Ditetapkan", "positif", ""
    elif revision is not None:
        words, tone = RevisionState(revision.state).label, STATE_TONES[RevisionState(revision.state)]
        if revision.state == RevisionState.IN_CHAIN:
            words = "Menunggu penetapan" if revision.turn == len(revision.chain) else words
            turn = titles[revision.chain[revision.turn - 1]]
    return {"ba": ba, "revision": revision, "determination": determined, "words": words, "tone": tone, "turn": turn}


def figures(totals: list[dict[str, Any]]) -> dict[str, Any]:
    """Sums over the kecamatan of a revision's totals: keluarga, layak_bayar, hasil, alasan, sekaligus."""
    outcomes = {code: sum(part["hasil"].get(code, 0) for part in totals) for code in Outcome.values}
    reasons = {code: sum(part["alasan"].get(code, 0) for part in totals) for code in ExitReason.values}
    return {
        "keluarga": sum(part["keluarga"] for part in totals),
        "layak_bayar": sum(part["layak_bayar"] for part in totals),
        "sekaligus": sum(part["sekaligus"] for part in totals),
        "hasil": [(Outcome(code).label, number) for code, number in outcomes.items()],
        "alasan": [(ExitReason(code).label, number) for code, number in reasons.items() if number],
        "per_hasil": outcomes,
    }


def payable_amount(the_round: Round) -> int | None:
    """Rupiah of the payable families as the ministry's file says; None when no file said it."""
    payable = RoundEntry.objects.filter(round=the_round, kroscek__outcome__in=PAYABLE)
    return payable.aggregate(total=Sum("nominal"))["total"]


def submissions(the_round: Round) -> dict[str, KroscekSubmission]:
    """The newest submission per kecamatan code, returned or not."""
    rows = KroscekSubmission.objects.filter(round=the_round).select_related("submitted_by", "returned_by")
    return {row.kecamatan_id: row for row in rows.order_by("id")}
