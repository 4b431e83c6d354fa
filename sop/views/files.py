"""/berkas/<uuid>/: a file of evidence, for those who may see the step's evidence."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.services import files
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from sop.models import Evidence


@allowed(Permission.VIEW_CYCLES, Permission.MOVE_STEPS)
@require_safe
def evidence_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Always as a download, never shown in our own origin; evidence may hold copies of KTP and KK, so it is logged."""
    visible = Evidence.objects.visible_to(request.user).select_related("file", "step_run__step")
    evidence = get_object_or_404(visible, file=pk)
    stored = evidence.file
    try:
        data = files.verified(stored)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect(evidence.assignment or evidence.step_run)
    log_read(ReadKind.DOWNLOAD, by=request.user, subject=stored.name, purpose="Bukti langkah SOP", url=request.path)
    return HttpResponse(
        data,
        content_type=stored.content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, stored.name),
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
