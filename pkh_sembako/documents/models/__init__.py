"""Files kept, documents issued, numbers drawn, downloads ordered; letters that came in (buku agenda)."""

from pkh_sembako.documents.models.agenda import IncomingLetter, LetterChannel
from pkh_sembako.documents.models.papers import (
    CODE_ALPHABET,
    Document,
    DocumentState,
    Download,
    NumberState,
    RegisterNumber,
    SignatureKind,
    StoredFile,
    new_code,
    stored_path,
)

__all__ = [
    "CODE_ALPHABET",
    "Document",
    "DocumentState",
    "Download",
    "IncomingLetter",
    "LetterChannel",
    "NumberState",
    "RegisterNumber",
    "SignatureKind",
    "StoredFile",
    "new_code",
    "stored_path",
]
