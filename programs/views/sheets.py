"""Kroscek on paper: print the sheets of a kecamatan, keep and hand out the signed scans."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.services import files
from pkh_sembako.documents.services.content import PDF
from pkh_sembako.documents.views.serving import file_response
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa, Kecamatan
from pkh_sembako.office.queries import the_office
from programs.exports import kroscek_sheet
from programs.forms.sheets import PrintForm, ScanForm
from programs.models import KroscekScan, KroscekSheet, Round, RoundEntry
from programs.queries import sheets as queries
from programs.services import sheets


class Place:
    """A kecamatan of a Round as this user sees it on paper; 404 where none of the families are theirs to see."""

    def __init__(self, request: HttpRequest, round_id: int, code: str) -> None:
        self.user = request.user
        self.round = get_object_or_404(Round.objects.with_kroscek(), pk=round_id)
        self.kecamatan = get_object_or_404(Kecamatan, pk__in=[code.replace("\0", "")])
        self.rows = queries.desa_rows(self.user, self.round, self.kecamatan.pk)
        if not self.rows:
            raise Http404

    @property
    def families(self) -> int:
        return sum(row.families for row in self.rows)

    def print_form(self, data: Any = None) -> PrintForm:
        may_reveal = self.user.may(Permission.REVEAL_IDENTITY)
        return PrintForm(data, rows=self.rows, may_reveal=may_reveal)

    def groups(self, form: PrintForm) -> list[queries.Group]:
        entries = queries.entries_of(self.user, self.round, self.kecamatan.pk)
        return queries.groups(entries.filter(desa=form.desa) if form.desa else entries, form.dusun)


@allowed(Permission.VIEW_KROSCEK)
@require_safe
def kroscek_paper_places(request: HttpRequest, round_id: int) -> HttpResponse:
    """/kroscek/lembar/<round>/: the kecamatan where this user has families; one alone opens by itself."""
    the_round = get_object_or_404(Round.objects.with_kroscek(), pk=round_id)
    visible = RoundEntry.objects.visible_to(request.user).filter(round=the_round).order_by()
    places = sorted(visible.values_list("kecamatan__name", "kecamatan").distinct())
    if not places:
        raise Http404
    if len(places) == 1:
        return redirect("kroscek_papers", the_round.pk, places[0][1])
    counts = queries.paper_counts(the_round)
    rows = [{"name": name, "code": code, "count": counts[code]} for name, code in places]
    return render(request, "kroscek/lembar_kecamatan.html", {"the_round": the_round, "rows": rows})


@allowed(Permission.VIEW_KROSCEK)
@require_safe
def kroscek_papers(request: HttpRequest, round_id: int, code: str) -> HttpResponse:
    """/kroscek/lembar/<round>/<kecamatan>/: print, upload, and what is there."""
    place = Place(request, round_id, code)
    asked = request.GET.get("lembar", "")[:10]
    sheet = KroscekSheet.objects.visible_to(request.user).filter(code=asked if asked.isalnum() else "").first()
    initial = {"desa": sheet.desa_id, "code": sheet.code} if sheet else {}
    return _page(request, place, sheet=sheet, scan_form=ScanForm(rows=place.rows, initial=initial))


def _page(request: HttpRequest, place: Place, *, status: int = 200, **shown: Any) -> HttpResponse:
    context = {
        "the_round": place.round,
        "kecamatan": place.kecamatan,
        "rows": place.rows,
        "families": place.families,
        "scanned": sum(bool(row.scans) for row in place.rows),
        "scans": queries.scans(request.user, place.round, place.kecamatan.pk),
        "print_form": place.print_form(),
        "scan_form": ScanForm(rows=place.rows),
        "may_do": request.user.may(*queries.PAPERWORK),
        "at_once": sheets.AT_ONCE,
        "sees_review": request.user.sees_kabupaten or place.kecamatan.pk in request.user.kecamatan_codes,
    }
    return render(request, "kroscek/lembar.html", context | shown, status=status)


@allowed(*queries.PAPERWORK)
@require_POST
def kroscek_print(request: HttpRequest, round_id: int, code: str) -> HttpResponse:
    """POST: the PDF at once, or in the background where a kecamatan is long."""
    place = Place(request, round_id, code)
    form = place.print_form(request.POST)
    if not form.is_valid():
        return _page(request, place, print_form=form, form=form, status=422)
    purpose = form.cleaned_data["purpose"] or sheets.MASKED_PURPOSE
    numbers = {"whole_numbers": form.whole_numbers, "by": request.user}
    try:
        if not form.desa and place.families > sheets.AT_ONCE and request.user.may(Permission.DOWNLOADS):
            sheets.order(place.round, place.kecamatan, purpose=purpose, **numbers)
            messages.success(request, "Lembar sedang dibuat. Berkasnya muncul di sini.")
            return redirect("download_list")
        groups = place.groups(form)
        sheets.refuse_too_many(groups)
        made = sheets.register(
            place.round, groups, owner=queries.owner(request.user, place.kecamatan.pk), by=request.user
        )
    except DomainError as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, place, print_form=form, form=form, status=422)
    sheets.log_print(made, purpose=purpose, url=request.path, **numbers)
    return _pdf(place, made, groups, form.whole_numbers)


def _pdf(place: Place, made: list[KroscekSheet], groups: list[queries.Group], whole_numbers: bool) -> HttpResponse:
    papers = kroscek_sheet.papers(
        made,
        groups,
        office=the_office(),
        kecamatan=place.kecamatan.name,
        whole_numbers=whole_numbers,
        by=str(place.user),
    )
    response = HttpResponse(kroscek_sheet.render(papers), content_type=PDF)
    name = kroscek_sheet.file_name(made, place.kecamatan.name)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


@allowed(*queries.PAPERWORK)
@require_POST
def kroscek_scan(request: HttpRequest, round_id: int, code: str) -> HttpResponse:
    """POST: keep the signed scan of a desa."""
    place = Place(request, round_id, code)
    form = ScanForm(request.POST, request.FILES, rows=place.rows)
    if form.is_valid():
        given = form.cleaned_data
        try:
            scan = sheets.keep_scan(
                place.round,
                get_object_or_404(Desa, pk=given["desa"]),
                upload=given["file"],
                code=given["code"],
                note=given["note"],
                by=request.user,
            )
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Pindaian {scan.desa.name} disimpan.")
            return redirect("kroscek_papers", place.round.pk, place.kecamatan.pk)
    return _page(request, place, scan_form=form, form=form, status=422)


@allowed(Permission.VIEW_KROSCEK)
@require_safe
def kroscek_sheet_code(request: HttpRequest, code: str) -> HttpResponse:
    """/kroscek/kode/<code>/: what the QR code of a sheet opens, for whoever may see it."""
    sheet = get_object_or_404(KroscekSheet.objects.visible_to(request.user), code=code.replace("\0", "").upper())
    page = reverse("kroscek_papers", args=[sheet.round_id, sheet.desa.kecamatan_id])
    return redirect(f"{page}?lembar={sheet.code}#unggah")


@allowed(Permission.VIEW_KROSCEK)
@require_safe
def kroscek_scan_file(request: HttpRequest, pk: int) -> HttpResponse:
    """/kroscek/pindaian/<pk>/: the scan as it was uploaded; always a download, and logged."""
    scan = get_object_or_404(KroscekScan.objects.visible_to(request.user).select_related("file", "desa"), pk=pk)
    try:
        data = files.verified(scan.file)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect("kroscek_papers", scan.round_id, scan.desa.kecamatan_id)
    subject = f"{scan.round}, {scan.desa.name}: {scan.file.name}"
    log_read(ReadKind.DOWNLOAD, by=request.user, subject=subject, purpose="Bukti kroscek di kertas", url=request.path)
    return file_response(scan.file, data)
