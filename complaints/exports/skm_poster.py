"""The survey's poster for wall and counter: one A4 page with a large QR code of the service's address."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode

from complaints.models import Survey
from pkh_sembako.documents.exports.letterhead import letterhead_of, sheet_of, watermark
from pkh_sembako.lib import pdf
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.office.queries import the_office


def address(survey: Survey) -> str:
    """What the QR code says."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse('survey_fill')}?{urlencode({'layanan': survey.service.slug})}"


def render(survey: Survey) -> bytes:
    """The PDF, with the office's kop."""
    office, url = the_office(), address(survey)
    context = {
        "letterhead": letterhead_of(office),
        "sheet": sheet_of(office),
        "survey": survey,
        "period": f"{tanggal(survey.opens_on)} sampai {tanggal(survey.closes_on)}",
        "url": url,
        "qr": pdf.qr_uri(url),
        "mark": watermark("CONTOH") if settings.DEMO else "",
    }
    return pdf.render(render_to_string("documents/paper/poster_skm.html", context))
