"""/meja-pengaduan/<pk>/tindakan/<act>/: each act on a complaint on its own small page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from complaints.forms import acts as forms
from complaints.models import Complaint
from complaints.queries import texts
from complaints.services import door, handling, restricted
from complaints.transitions import COMPLAINT_MOVES, WORDS
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError


@dataclass(frozen=True)
class Act:
    """What an address does: its verb for `door.may`, its form, its service, the words of its page."""

    verb: str
    form: type[forms.ActForm]
    service: Callable[..., Any]
    title: str
    done: str
    help: str = ""


def _move(verb: str, form: type[forms.ActForm], help: str = "") -> Act:
    title, done = WORDS[verb]
    return Act(verb, form, getattr(handling, verb), title, done, help)


ACTS = {
    "verifikasi": _move("verify", forms.VerifyForm, "Tenggat tindak lanjut dan penyelesaian mulai berjalan."),
    "teruskan": _move("forward", forms.ForwardForm, "Yang diteruskan kepada Inspektorat hanya tampak baginya."),
    "kembalikan": _move("hand_back", forms.HandBackForm, "Meja pengaduan akan memilih penerima lain."),
    "tindak-lanjut": _move("take_up", forms.TakeUpForm, "Tenggat tindak lanjut berhenti sesudah ini dicatat."),
    "jawab": _move("answer", forms.AnswerForm, "Bila pelapor tidak menanggapi, laporan selesai dengan sendirinya."),
    "selesai": _move("close", forms.CloseForm, "Catat bila pelapor sudah menyatakan puas."),
    "buka-kembali": _move("reopen", forms.ReopenForm, "Tenggat tindak lanjut dan penyelesaian berjalan lagi."),
    "tidak-diproses": _move("reject", forms.RejectForm, "Laporan berakhir. Pelapor membaca alasannya."),
    "gabung": _move("merge", forms.MergeForm, "Laporan ini berakhir; laporan tujuan yang diteruskan."),
    "catatan": Act("note", forms.NoteForm, handling.write_note, "Tulis catatan", "Catatan disimpan"),
    "diadukan": Act(
        "accuse", forms.AccuseForm, restricted.accuse, "Catat yang diadukan", "Yang diadukan dicatat",
        "Hanya untuk orang yang mempunyai akun di aplikasi ini.",
    ),
    "bukan-pungli": Act(
        "note", forms.DerestrictForm, restricted.derestrict, "Bukan pungli", "Diserahkan ke meja pengaduan",
        "Laporan ini kembali tampak bagi meja pengaduan. Alasannya masuk riwayat.",
    ),
}  # fmt: skip
ADDRESSES = {act.verb: slug for slug, act in ACTS.items() if act.verb in COMPLAINT_MOVES}
ENCTYPE = "multipart/form-data"


@allowed(Permission.ANSWER_COMPLAINTS, Permission.HANDLE_COMPLAINTS)
@require_http_methods(["GET", "POST"])
def complaint_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """The form of an act; what is refused comes back with the typed text and the reason (somebody was faster)."""
    found = get_object_or_404(Complaint.objects.visible_to(request.user), pk=pk)
    if act not in ACTS:
        raise Http404
    chosen = ACTS[act]
    if request.method == "GET" and (refusal := _refusal(found, chosen, request)):
        messages.error(request, refusal)
        return redirect(found)
    form = chosen.form(request.POST or None, complaint=found, by=request.user, initial=_initial(request, found, act))
    if request.method == "POST" and form.is_valid():
        try:
            chosen.service(found, **form.facts(), by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return _done(request, found, chosen)
    context = {"complaint": found, "form": form, "act": chosen, "slug": act}
    if act == "jawab":
        context["texts"] = texts.fitting(found)
    return render(request, "pengaduan/tindakan.html", context, status=422 if request.method == "POST" else 200)


def _refusal(found: Complaint, act: Act, request: HttpRequest) -> str:
    if act.verb in COMPLAINT_MOVES:
        if act.verb in door.available(found, request.user):
            return ""
        if door.may(found, act.verb, request.user):
            return door.why_not(found, act.verb)
    elif door.may(found, act.verb, request.user):
        return ""
    return "Tindakan ini tidak tersedia untuk Anda pada pengaduan ini."


def _initial(request: HttpRequest, found: Complaint, act: str) -> dict[str, Any]:
    """The chosen ready text (?naskah=7), its placeholders filled in."""
    chosen = request.GET.get("naskah", "")
    if act != "jawab" or not (chosen.isascii() and chosen.isdigit() and len(chosen) < 10):
        return {}
    ready = texts.fitting(found).filter(pk=int(chosen)).first()
    return {"text": texts.filled(ready.text, found, request.user)} if ready else {}


def _done(request: HttpRequest, found: Complaint, act: Act) -> HttpResponse:
    """Back to the complaint, or to the list when this act took it out of sight."""
    messages.success(request, f"{found.ticket}: {act.done.lower()}.")
    if Complaint.objects.visible_to(request.user).filter(pk=found.pk).exists():
        return redirect(found)
    messages.info(request, f"{found.ticket} sekarang ditangani pihak lain dan tidak tampak lagi bagi Anda.")
    return redirect("complaints")
