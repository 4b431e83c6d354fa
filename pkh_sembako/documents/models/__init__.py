"""Files kept, documents issued, numbers drawn, downloads ordered; letters that came in (buku agenda)."""

from pkh_sembako.documents.models.agenda import IncomingLetter, LetterChannel
from pkh_sembako.documents.models.letters import Letter, LetterTemplate
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
from pkh_sembako.documents.models.signatures import DocumentSignature, Intactness, SigningPolicy, Trust

__all__ = [
    "CODE_ALPHABET",
    "Document",
    "DocumentSignature",
    "DocumentState",
    "Download",
    "IncomingLetter",
    "Intactness",
    "Letter",
    "LetterChannel",
    "LetterTemplate",
    "NumberState",
    "RegisterNumber",
    "SignatureKind",
    "SigningPolicy",
    "StoredFile",
    "Trust",
    "new_code",
    "stored_path",
]
