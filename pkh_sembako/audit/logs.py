"""Log lines carry the request's id and never a full NIK, NKK or account number, nor an address that is a secret."""

import logging
import re
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
SECRET_ADDRESS = re.compile(r"(/(?:konfirmasi|tenggat/umpan)/)[^/\s'\"]+")
LONG_NUMBER = re.compile(r"(?<!\d)(\d{4})\d{8}(\d{4})(?!\d)")


def mask(text: str) -> str:
    return SECRET_ADDRESS.sub(r"\1***", LONG_NUMBER.sub(r"\1********\2", text))


class Safe(logging.Filter):
    """Adds the request id and masks 16-digit numbers and secret addresses in message, traceback and request."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        record.msg, record.args = mask(record.getMessage()), ()
        if hasattr(record, "request"):
            record.request = mask(str(record.request))
        if record.exc_info and not record.exc_text:
            record.exc_text = mask(logging.Formatter().formatException(record.exc_info))
        return True
