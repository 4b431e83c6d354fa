"""Reads the environment; a missing or malformed value stops the start with the variable's name."""

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = ("127.0.0.1", "localhost", "::1", "", None)


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None or value == "":
        raise ImproperlyConfigured(f"{name}: nilai lingkungan ini wajib diisi.")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "1" if default else "0").strip().lower()
    if value in ("1", "true", "ya"):
        return True
    if value in ("0", "false", "tidak", ""):
        return False
    raise ImproperlyConfigured(f"{name}: isi dengan 1 atau 0, bukan {value!r}.")


def number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"{name}: isi dengan bilangan bulat, bukan {value!r}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(name: str) -> dict:
    """Django's database settings from postgres://user:password@host:port/name."""
    url = urlsplit(text(name))
    if url.scheme not in ("postgres", "postgresql") or not url.path.strip("/"):
        raise ImproperlyConfigured(f"{name}: harus berbentuk postgres://pengguna:sandi@host:port/nama.")
    try:
        port = url.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: nomor port tidak sah.") from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(port or ""),
    }


def redis_url(name: str) -> str:
    value = text(name)
    if urlsplit(value).scheme not in ("redis", "rediss", "unix"):
        raise ImproperlyConfigured(f"{name}: harus berbentuk redis://host:port/0.")
    return value


def secret_key(name: str) -> str:
    value = text(name)
    if len(value) < 50 or len(set(value)) < 5:
        raise ImproperlyConfigured(f"{name}: kunci rahasia paling sedikit 50 karakter acak.")
    return value


def backup_key(name: str, file: Path) -> bytes:
    """The 32 bytes that lock the backups, from the environment or the key file; empty when neither has them."""
    value = os.environ.get(name) or (file.read_text().strip() if file.exists() else "")
    if value and not re.fullmatch(r"[0-9a-fA-F]{64}", value):
        raise ImproperlyConfigured(f"{name}: kunci cadangan harus 64 angka heksadesimal (openssl rand -hex 32).")
    return bytes.fromhex(value)


def email(name: str) -> dict[str, object]:
    """Django's mail settings: smtp[s|+tls]://user:password@host:port, or empty = files in var/mail."""
    raw = os.environ.get(name, "")
    if not raw:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}
    url = urlsplit(raw)
    if url.scheme not in ("smtp", "smtps", "smtp+tls") or not url.hostname:
        raise ImproperlyConfigured(f"{name}: harus berbentuk smtp+tls://pengguna:sandi@host:587.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or 25,
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": url.scheme == "smtp+tls",
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }
