"""Electronic signatures inside a PDF: who, when, whether the file changed since, whether the certificate is trusted.

Reading reaches nothing outside: no certificate, no revocation list is fetched. What cannot be proven here is said to be
unproven. Roots that the office trusts lie in VAR_DIR/tte-akar.pem (PEM, one after another); without them nothing is
called trusted.
"""

import io
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from asn1crypto import pem, x509
from django.conf import settings
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from pkh_sembako.documents.models import Document, DocumentSignature, Intactness, Trust

ROOTS = "tte-akar.pem"
MOST = 20  # signatures read of one file
UNREADABLE = "Tidak terbaca"
logger = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class Found:
    """One embedded signature. `signed_at` is what the signer's machine said unless `stamped`."""

    signer: str
    issuer: str
    serial: str
    signed_at: datetime | None
    stamped: bool
    intactness: Intactness
    trust: Trust


def in_own_thread(call: Callable[[], T]) -> T:
    """What `call` gives. pyHanko runs an event loop of its own, which a thread that has one already refuses."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()


def record(document: Document, content: bytes) -> list[DocumentSignature]:
    """Read the signed copy's signatures and keep what was found."""
    return [
        DocumentSignature.objects.create(document=document, order=order, **vars(found))
        for order, found in enumerate(read(content), start=1)
    ]


def read(content: bytes) -> list[Found]:
    """The signatures of a PDF in the order they were made; empty when there are none or no PDF can be read."""
    try:
        embedded = PdfFileReader(io.BytesIO(content), strict=False).embedded_regular_signatures[:MOST]
    except Exception as error:  # a file from outside: whatever the parser stumbles over, there is no signature to show
        logger.info("No signature could be read: %s", type(error).__name__)
        return []
    roots = trusted_roots()
    return [_read_one(one, roots) for one in embedded]


def trusted_roots() -> list[x509.Certificate]:
    """The certificates the office trusts; none when it keeps none."""
    path = settings.VAR_DIR / ROOTS
    if not path.is_file():
        return []
    return [x509.Certificate.load(body) for _, _, body in pem.unarmor(path.read_bytes(), multiple=True)]


def _read_one(embedded: Any, roots: list[x509.Certificate]) -> Found:
    """A signature that cannot be checked counts as broken, never as good."""
    try:
        certificate = embedded.signer_cert
        signer, issuer = _name(certificate.subject), _name(certificate.issuer)
        serial = f"{certificate.serial_number:x}"[:64]
        context = ValidationContext(trust_roots=roots, allow_fetching=False)
        status = in_own_thread(
            lambda: validate_pdf_signature(embedded, signer_validation_context=context, ts_validation_context=context)
        )
    except Exception as error:  # damaged or hostile structures fail in many ways
        logger.info("A signature could not be checked: %s", type(error).__name__)
        return Found(UNREADABLE, "", "", None, False, Intactness.BROKEN, Trust.UNKNOWN)
    stamp = status.timestamp_validity
    trusted = stamp if stamp and stamp.valid and stamp.intact and stamp.trusted else None
    return Found(
        signer=signer,
        issuer=issuer,
        serial=serial,
        signed_at=trusted.timestamp if trusted else status.signer_reported_dt,
        stamped=trusted is not None,
        intactness=_intactness(status),
        trust=_trust(status, roots),
    )


def _intactness(status: Any) -> Intactness:
    if not (status.intact and status.valid):
        return Intactness.BROKEN
    level = status.modification_level
    if level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES):
        return Intactness.INTACT
    return Intactness.ADDED if level == ModificationLevel.FORM_FILLING else Intactness.BROKEN


def _trust(status: Any, roots: list[x509.Certificate]) -> Trust:
    if not roots:
        return Trust.UNKNOWN
    return Trust.TRUSTED if status.trusted and not status.revoked else Trust.UNTRUSTED


def _name(name: x509.Name) -> str:
    native = name.native
    return str(native.get("common_name") or name.human_friendly)[:200]
