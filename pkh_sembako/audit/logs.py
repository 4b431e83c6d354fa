"""Log lines carry the request's id and never a full NIK, NKK or account number."""

import logging
import re
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
LONG_NUMBER = re.compile(r"(?<!\d)(\d{4})\d{8}(\d{4})(?!\d)")


def mask(text: str) -> str:
    return LONG_NUMBER.sub(r"\1********\2", text)


class Safe(logging.Filter):
    """Adds the request id and masks every 16-digit number in message and traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        record.msg, record.args = mask(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = mask(logging.Formatter().formatException(record.exc_info))
        return True
