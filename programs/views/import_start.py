"""The first steps of a BNBA import: the file comes in, its columns get their meaning."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from programs.card_layouts import CARD_LISTS
from programs.enums import FileState
from programs.forms.imports import MappingForm, UploadForm
from programs.importing.errors import FileRefused
from programs.models import BnbaFile
from programs.services.bnba import mapping, orders, uploads
from programs.views.import_steps import STEPS, base, file_or_404


@allowed(Permission.IMPORT_BNBA)
def bnba_upload(request: HttpRequest) -> HttpResponse:
    """/bnba/impor/: 1. Unggah."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            file = uploads.upload(
                given["berkas"],
                name=given["berkas"].name,
                program=given["program"],
                tahun=given["tahun"],
                tahap=given["tahap"],
                kind=given["jenis"],
                sender=given["pengirim"],
                key=given["kunci"],
                by=request.user,
            )
            return redirect("bnba_map", file.pk)
        except DomainError as refusal:
            form.add_error("berkas", refusal.sentence)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "steps": [(label, None) for label, _ in STEPS]}
    return render(request, "bnba/unggah.html", context, status=status)


@allowed(Permission.IMPORT_BNBA)
def bnba_map(request: HttpRequest, pk: int) -> HttpResponse:
    """2. Petakan: sheet, region, meaning of each column; ends by ordering the check."""
    file = file_or_404(pk)
    if file.state in (FileState.APPLIED, FileState.TAKEN_BACK):
        return redirect("bnba_apply", file.pk)
    try:
        look = mapping.look(file)
    except FileRefused as refusal:
        return render(request, "bnba/petakan.html", base(file) | {"refusal": refusal.sentence})
    sheet = mapping.likely_sheet(look, request.GET.get("lembar", file.options.get("sheet", "")))
    data = request.POST if request.method == "POST" else None
    form = MappingForm(data, sheets=look.sheets, sheet=sheet, initial=_chosen(file, sheet.name))
    if request.method == "POST" and form.is_valid():
        try:
            _choose(file, form, request)
            return redirect("bnba_check", file.pk)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
    context = base(file) | {"form": form, "look": look, "sheet": sheet, "of_cards": sheet.layout in CARD_LISTS}
    return render(request, "bnba/petakan.html", context, status=422 if request.method == "POST" else 200)


def _chosen(file: BnbaFile, sheet: str) -> dict[str, Any]:
    chosen = {key: file.options.get(key, "") for key in ("kecamatan", "desa")}
    by_hand = {f"kolom_{index}": field for index, field in file.mapping.items()}
    return chosen | by_hand | {"lembar": file.options.get("sheet", sheet), "jenis": file.kind}


def _choose(file: BnbaFile, form: MappingForm, request: HttpRequest) -> None:
    given, header = form.cleaned_data, form.sheet.header
    chosen = form.chosen()
    mapping.choose(
        file,
        sheet=form.sheet.name if chosen else given["lembar"],
        kecamatan=given["kecamatan"].pk if given["kecamatan"] else "",
        desa=given["desa"].pk if given["desa"] else "",
        kind=given["jenis"],
        mapping=chosen,
        signature=header.signature if header else "",
        by=request.user,
    )
    orders.order_check(file, by=request.user)
