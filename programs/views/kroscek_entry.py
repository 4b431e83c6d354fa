"""One family's check: what the registry says, what the check found, and everything it found before."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from programs.components import fitting
from programs.forms.kroscek import CheckForm, NikForm, registry_stamp
from programs.models import KroscekResult, RoundEntry
from programs.queries import kroscek as rounds
from programs.queries import kroscek_history, worklist
from programs.services import kroscek
from programs.views.kroscek import BASIS_KEY, Worklist


@allowed(Permission.VIEW_KROSCEK, to_post=Permission.DO_KROSCEK)
@require_http_methods(["GET", "POST"])
def kroscek_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """/kroscek/<entry id>/: big buttons for the result; the list it came from stays in the query string."""
    entry = _entry(request, pk)
    result = getattr(entry, "kroscek", None)
    closed = _why_closed(request, entry)
    if request.method == "POST" and closed:
        messages.error(request, closed)
        return redirect(request.get_full_path())
    form = None if closed else _form(request, entry, result)
    clash = None
    if request.method == "POST" and form.is_valid():
        try:
            following = _following(request, entry)
            kroscek.record(entry, form.finding(), by=request.user, seen=form.cleaned_data["seen"])
            return _go_on(request, entry, form, following)
        except kroscek.CheckedMeanwhile as meanwhile:
            clash = meanwhile.result
            form.add_error(None, meanwhile.sentence)
            form.renew(seen=kroscek.stamp(clash))
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
    if request.method == "POST":
        form.renew(registry=registry_stamp(entry.enrollment.household))
    context = _context(request, entry) | {"result": result, "form": form, "closed": closed, "clash": clash}
    context["clash_rows"] = _compare(clash, form) if clash else []
    return render(request, "kroscek/periksa.html", context, status=422 if request.method == "POST" else 200)


def _entry(request: HttpRequest, pk: int) -> RoundEntry:
    visible = worklist.walked(RoundEntry.objects.visible_to(request.user))
    related = ("round", "enrollment__household__desa__kecamatan", "kroscek__by")
    lists = ("enrollment__household__members", "kroscek__proposals__member")
    return get_object_or_404(visible.select_related(*related).prefetch_related(*lists), pk=pk)


def _why_closed(request: HttpRequest, entry: RoundEntry) -> str:
    """Why this user cannot record a result now, in words; empty when it is open."""
    if not worklist.may_check(request.user, entry):
        return "Hasil kroscek keluarga ini dicatat pendampingnya atau koordinator kecamatan. Anda membacanya saja."
    if not rounds.open_rounds().filter(pk=entry.round_id).exists():
        return f"Hasil kroscek {entry.round} sudah ditetapkan. Perbaikan dimulai dengan Berita Acara perbaikan."
    if submission := worklist.handed_in(entry.round).get(entry.kecamatan_id):
        return (
            f"Kroscek Kec. {entry.kecamatan} sudah dikirim {submission.submitted_by} dan terkunci. "
            "Minta koordinator kabupaten mengembalikannya bila ada yang keliru."
        )
    return ""


def _form(request: HttpRequest, entry: RoundEntry, result: KroscekResult | None) -> CheckForm:
    initial: dict[str, Any] = {
        "checked_on": timezone.localdate(),
        "basis": request.session.get(BASIS_KEY),
        "seen": kroscek.stamp(result),
    }
    if result is not None:
        initial |= {
            "outcome": result.outcome,
            "basis": result.basis,
            "checked_on": result.checked_on,
            "exit_reason": result.exit_reason,
            "note": result.note,
        } | _proposed(result)
    return CheckForm(request.POST if request.method == "POST" else None, entry=entry, initial=initial)


def _proposed(result: KroscekResult) -> dict[str, Any]:
    """What was proposed last is offered again; numbers are typed anew, they are never shown in full."""
    proposals = [proposal for proposal in result.proposals.all() if proposal.field not in ("nik", "no_kk")]
    return {f"{p.field}_{p.member_id}" if p.member_id else p.field: p.new for p in proposals}


def _compare(theirs: KroscekResult, form: CheckForm) -> list[dict[str, Any]]:
    """What stands and what was typed, side by side."""
    yours = form.finding()
    reason = yours.exit_reason.label if yours.exit_reason else ""
    return [
        {"label": "Hasil", "theirs": theirs.get_outcome_display(), "yours": yours.outcome.label},
        {"label": "Dasar", "theirs": theirs.get_basis_display(), "yours": yours.basis.label},
        {"label": "Tanggal diperiksa", "theirs": tanggal(theirs.checked_on), "yours": tanggal(yours.checked_on)},
        {"label": "Alasan usul keluar", "theirs": theirs.get_exit_reason_display(), "yours": reason},
        {"label": "Keterangan", "theirs": theirs.note, "yours": yours.note},
    ]


def _following(request: HttpRequest, entry: RoundEntry) -> int | None:
    return worklist.next_unchecked(Worklist(request, entry.round).entries.filter(worklist.checks(request.user)), entry)


def _go_on(request: HttpRequest, entry: RoundEntry, form: CheckForm, following: int | None) -> HttpResponse:
    request.session[BASIS_KEY] = form.cleaned_data["basis"]
    outcome = form.finding().outcome.label.lower()
    address = request.GET.urlencode()
    query = f"?{address}" if address else ""
    if following and request.POST.get("lanjut") != "daftar":
        messages.success(request, f"{entry.enrollment.household}: {outcome}. Berikutnya keluarga di bawah ini.")
        return redirect(f"{reverse('kroscek_entry', args=[following])}{query}")
    done = "" if following else " Semua keluarga pada daftar ini sudah diperiksa."
    messages.success(request, f"{entry.enrollment.household}: {outcome}.{done}")
    return redirect(f"{reverse('kroscek_list')}{query}")


def _context(request: HttpRequest, entry: RoundEntry) -> dict[str, Any]:
    household = entry.enrollment.household
    year = timezone.localdate().year
    following = worklist.next_unchecked(Worklist(request, entry.round).entries, entry)
    return {
        "entry": entry,
        "household": household,
        "members": [{"member": member, "fits": fitting(member, year)} for member in household.members.all()],
        "events": kroscek_history.events(entry),
        "may_reveal": request.user.may(Permission.REVEAL_IDENTITY),
        "ktp_form": NikForm(auto_id="ktp_%s") if request.user.may(Permission.CHECK_NIK) else None,
        "address": f"?{request.GET.urlencode()}" if request.GET else "",
        "following": following,
    }
