"""One encrypted file, written and read in chunks (AES-256-GCM, a key of its own for each file).

    magic, length of the header (4 bytes), header (JSON, readable without the key, but bound to every chunk)
    then per chunk: length (4 bytes), ciphertext with its tag

The nonce of a chunk is its number and whether it is the last: a chunk that was moved, doubled or dropped does not open,
and a file cut at a chunk's edge ends without a last one. Shape after the STREAM construction (Hoang and others, 2015).
"""

import hashlib
import json
import secrets
from io import RawIOBase
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pkh_sembako.lib.errors import DomainError

MAGIC = b"PKH-SEMBAKO-CADANGAN-1\n"
CHUNK = 1 << 20
LARGEST_HEADER = 1 << 16
DAMAGED = "Berkas cadangan rusak: isinya bukan lagi yang ditulis."
TAIL = "Berkas cadangan terpotong, atau bagian akhirnya rusak."
CUT = "Berkas cadangan terpotong: bagian akhirnya tidak ada."


def key_id(key: bytes) -> str:
    """Names a key without telling it."""
    return hashlib.sha256(b"pkh-sembako backup key id" + key).hexdigest()[:16]


class _Cipher:
    def __init__(self, key: bytes, salt: bytes, head: bytes):
        derived = HKDF(SHA256(), 32, salt=salt, info=b"pkh-sembako backup file").derive(key)
        self._gcm, self._head, self._number = AESGCM(derived), hashlib.sha256(head).digest(), 0

    def nonce(self, *, last: bool) -> bytes:
        self._number += 1
        return self._number.to_bytes(11, "big") + (b"\1" if last else b"\0")

    def seal(self, data: bytes, *, last: bool) -> bytes:
        return self._gcm.encrypt(self.nonce(last=last), data, self._head)

    def open(self, data: bytes, *, last: bool) -> bytes:
        return self._gcm.decrypt(self.nonce(last=last), data, self._head)


class SealedWriter(RawIOBase):
    """Takes bytes, writes the encrypted file. Without `finish` the file has no end and does not open."""

    def __init__(self, target: IO[bytes], key: bytes, facts: dict[str, Any]):
        salt = secrets.token_bytes(32)
        header = json.dumps(facts | {"key": key_id(key), "salt": salt.hex()}).encode()
        head = MAGIC + len(header).to_bytes(4, "big") + header
        self._target, self._cipher, self._waiting = target, _Cipher(key, salt, head), bytearray()
        target.write(head)

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        view = bytes(data)
        self._waiting += view
        while len(self._waiting) > CHUNK:  # the last chunk, however full, waits for `finish`
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(view)

    def finish(self) -> None:
        """Write the last chunk."""
        self._put(bytes(self._waiting), last=True)

    def _put(self, data: bytes, *, last: bool) -> None:
        sealed = self._cipher.seal(data, last=last)
        self._target.write(len(sealed).to_bytes(4, "big") + sealed)


def read_header(source: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """The readable facts of a backup and the bytes that bind them; not proven before the first chunk opens."""
    start = source.read(len(MAGIC) + 4)
    length = int.from_bytes(start[len(MAGIC) :], "big")
    if not start.startswith(MAGIC) or not 0 < length <= LARGEST_HEADER:
        raise DomainError("Berkas ini bukan berkas cadangan, atau awalnya rusak.")
    header = source.read(length)
    try:
        return json.loads(header), start + header
    except ValueError as error:
        raise DomainError(DAMAGED) from error


class SealedReader(RawIOBase):
    """Gives the bytes back, each chunk proven before it is given; DomainError for a wrong key, damage or a cut."""

    def __init__(self, source: IO[bytes], key: bytes):
        self.facts, head = read_header(source)
        if self.facts.get("key") != key_id(key):
            raise DomainError("Kunci cadangan (BACKUP_KEY) bukan kunci yang dipakai saat berkas ini dibuat.")
        try:
            salt = bytes.fromhex(self.facts["salt"])
        except (KeyError, ValueError, TypeError) as error:
            raise DomainError(DAMAGED) from error
        self._source, self._cipher, self._ready, self._ended = source, _Cipher(key, salt, head), b"", False
        self._next = self._sealed()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Exactly `size` bytes, fewer only at the end."""
        parts, wanted = [], size
        while wanted != 0:
            if not self._ready and not self._open():
                break
            part = self._ready if wanted < 0 else self._ready[:wanted]
            self._ready = self._ready[len(part) :]
            parts.append(part)
            wanted -= len(part) if wanted > 0 else 0
        return b"".join(parts)

    def _open(self) -> bool:
        if self._ended:
            return False
        present, self._next = self._next, self._sealed()
        if present is None:
            raise DomainError(CUT)
        last = self._next is None
        try:
            self._ready = self._cipher.open(present, last=last)
        except InvalidTag as error:
            raise DomainError(TAIL if last else DAMAGED) from error
        self._ended = last
        return bool(self._ready)

    def _sealed(self) -> bytes | None:
        """The next chunk as it lies in the file; None at its end."""
        start = self._source.read(4)
        if not start:
            return None
        length = int.from_bytes(start, "big")
        if len(start) < 4 or not 16 <= length <= CHUNK + 16:
            raise DomainError(DAMAGED if len(start) == 4 else CUT)
        sealed = self._source.read(length)
        if len(sealed) < length:
            raise DomainError(CUT)
        return sealed
