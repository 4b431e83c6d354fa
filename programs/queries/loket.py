"""The counter: which family a citizen asks about, and what may be said of it."""

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.roles import ROLES, Area
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.names import searchable
from pkh_sembako.office.models import Desa
from programs.enums import STATUS_TONES, EnrollmentStatus, Outcome, Program
from programs.models import DeterminedRow, Enrollment, Household, RoundEntry
from programs.models.households import HouseholdQuerySet
from programs.queries import loket_words as words

MOST_SHOWN = 10
LIKE_ENOUGH = 0.5  # word similarity; "sity aminah" finds "siti aminah", "siti" alone does not find everybody


@dataclass(frozen=True)
class Membership:
    """What is said about one programme."""

    program: str
    headline: str
    tone: str
    determined: str
    why: tuple[str, ...]
    decides: tuple[str, ...]
    pendamping: str


@dataclass(frozen=True)
class Answer:
    """The whole page of one family, as it is also printed."""

    memberships: tuple[Membership, ...]
    bring: tuple[str, ...]
    may_do: tuple[str, ...]


def reach(user: User) -> set[str] | None:
    """Kecamatan codes that this user answers for at the counter; None = the whole kabupaten."""
    codes: set[str] = set()
    for posting in user.postings_now:
        role = ROLES[posting.role]
        if Permission.LOOK_UP not in role.permissions:
            continue
        if role.area != Area.KECAMATAN:
            return None
        codes.add(posting.kecamatan_id)
    return codes


def reachable(user: User) -> HouseholdQuerySet:
    """Families of the counter. Wider than `visible_to` for the petugas, who sees nothing of them but this page."""
    codes = reach(user)
    return Household.objects.all() if codes is None else Household.objects.filter(desa__kecamatan__in=codes)


def find(user: User, *, number: str = "", name: str = "", desa: Desa | None = None) -> list[int]:
    """Ids by exact NIK or NKK, else by name within a desa, best first; one more than is shown tells of more."""
    households = reachable(user)
    if number:
        exact = Q(nik=number) | Q(no_kk=number) | Q(members__nik=number)
        found = households.filter(exact).order_by("name_search", "id")
    else:
        like = searchable(name)
        near = TrigramWordSimilarity(like, "name_search")
        spelled = Q(name_search__contains=like) | Q(near__gte=LIKE_ENOUGH) | Q(members__name__icontains=name)
        found = households.filter(desa=desa).annotate(near=near).filter(spelled).order_by("-near", "name_search", "id")
    return list(dict.fromkeys(found.values_list("pk", flat=True)[: 5 * MOST_SHOWN]))[: MOST_SHOWN + 1]


def answer(household: Household) -> Answer:
    """Three queries."""
    enrollments = {row.program: row for row in household.enrollments.select_related("pendamping")}
    determined = _determined(household)
    newest = _newest_entries(household)
    memberships = tuple(
        _membership(Program(code), enrollments.get(code), determined.get(code), newest.get(code))
        for code in Program.values
    )
    troubled = [row for row in enrollments.values() if row.status != EnrollmentStatus.ACTIVE]
    refused = [row for row in determined.values() if not row.layak_bayar]
    bring = (
        *words.PAPERS,
        *((words.CARD,) if enrollments else ()),
        *((words.DOMICILE,) if any(row.outcome == Outcome.NOT_FOUND for row in refused) else ()),
        *((words.PROOF,) if troubled or refused else ()),
    )
    return Answer(memberships, bring, (*words.MAY_DO, words.DESIL_BY, words.PROMISE))


def _determined(household: Household) -> dict[str, DeterminedRow]:
    """The newest determined result per programme, of the version in force."""
    rows = DeterminedRow.objects.filter(entry__enrollment__household=household).select_related(
        "determination__ba__round"
    )
    order = ("-entry__round__tahun", "-entry__round__tahap", "-determination__ba__version")
    found: dict[str, DeterminedRow] = {}
    for row in rows.order_by(*order):
        found.setdefault(row.determination.ba.round.program, row)
    return found


def _newest_entries(household: Household) -> dict[str, RoundEntry]:
    rows = RoundEntry.objects.filter(enrollment__household=household).select_related("round")
    found: dict[str, RoundEntry] = {}
    for row in rows.order_by("-round__tahun", "-round__tahap"):
        found.setdefault(row.round.program, row)
    return found


def _membership(
    program: Program, enrollment: Enrollment | None, determined: DeterminedRow | None, newest: RoundEntry | None
) -> Membership:
    if enrollment is None:
        why: tuple[str, ...] = (words.WHY_NOT_LISTED,)
        return Membership(program.label, words.NOT_LISTED, "netral", "", why, words.DECIDES[program], "")
    status = EnrollmentStatus(enrollment.status)
    return Membership(
        program=program.label,
        headline=words.SAYS[status],
        tone=STATUS_TONES[status],
        determined=_last(program, determined),
        why=_why(program, status, determined, newest),
        decides=words.DECIDES[program],
        pendamping=enrollment.pendamping.full_name if enrollment.pendamping else "",
    )


def _last(program: Program, row: DeterminedRow | None) -> str:
    if row is None:
        return words.NEVER_DETERMINED[program]
    said = words.PAYABLE if row.layak_bayar else words.NOT_PAYABLE
    outcome = Outcome(row.outcome).label.lower() if row.outcome else "belum diperiksa"
    day = tanggal(timezone.localtime(row.determination.determined_at))
    return f"{row.determination.ba.round}, ditetapkan {day}: {said} (hasil: {outcome})."


def _why(
    program: Program, status: EnrollmentStatus, row: DeterminedRow | None, newest: RoundEntry | None
) -> tuple[str, ...]:
    """Why nothing comes now: the status, the last result, the list still being checked."""
    said = [words.WHY[status]] if status in words.WHY else []
    if row is not None and row.outcome in words.OUTCOME_WHY:
        reason = words.exit_reason(row.values["alasan_keluar"])
        said.append(words.OUTCOME_WHY[Outcome(row.outcome)].format(reason=reason))
    waits = newest is not None and (row is None or row.entry_id != newest.pk)
    if waits and program == Program.PKH and status == EnrollmentStatus.ACTIVE:
        said.append(words.UNDER_CHECK.format(round=newest.round))
    return tuple(said) or (words.NO_OBSTACLE,)
