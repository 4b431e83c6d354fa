"""What shows that a card was handed over: a photo, a signature drawn on the screen, or the scan of the signed list.

Pictures are decoded and written anew: smaller, without the place and the telephone that a camera writes into them, and
without anything else that a file may carry beside its picture.
"""

import base64
import binascii
import io

from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.documents.services import content as contents
from pkh_sembako.documents.services import files
from pkh_sembako.lib.errors import DomainError
from programs.enums import KksProof

PICTURES = (contents.JPEG, contents.PNG)
PAPERS = (contents.PDF, *PICTURES)
LARGEST_PHOTO_MB = 12
LONGEST_SIDE = 1600  # pixels: faces and a card stay recognisable in about 300 kB
LARGEST_SIGNATURE = 400_000  # characters of base64
_DATA = "data:image/png;base64,"
_TORN = "Foto ini tidak dapat dibaca. Ambil fotonya sekali lagi."
_UNSIGNED = "Tanda tangan belum dibubuhkan. Minta penerima menandatangani di kotak, lalu simpan."


def keep(proof: str, *, upload: UploadedFile | None, signature: str = "", by: User) -> StoredFile:
    """The proof of this kind as it is kept; DomainError when it is missing or is not what it should be."""
    if proof == KksProof.SIGNATURE:
        return _signature(signature, by)
    if upload is None:
        raise DomainError("Bukti wajib ada: foto, tanda tangan di layar, atau pindaian daftar yang ditandatangani.")
    if proof == KksProof.PHOTO:
        return photo(upload, by=by)
    return files.store(upload, by=by, allowed=PAPERS)


def photo(upload: UploadedFile, *, by: User) -> StoredFile:
    """A JPEG of at most LONGEST_SIDE pixels, upright, without EXIF."""
    if not upload.size or upload.file is None:
        raise DomainError("Foto ini kosong. Ambil fotonya sekali lagi.")
    if upload.size > LARGEST_PHOTO_MB * 1024 * 1024:
        raise DomainError(f"Foto paling besar {LARGEST_PHOTO_MB} MB. Kecilkan, atau ambil sekali lagi.")
    if contents.sniff(upload.file) not in PICTURES:
        raise DomainError("Bukti foto harus JPEG atau PNG. Berkas ini bukan itu atau rusak.")
    try:
        with Image.open(upload.file, formats=["JPEG", "PNG"]) as picture:
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise DomainError(_TORN) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = io.BytesIO()
    upright.save(written, "JPEG", quality=80, optimize=True)
    return files.keep(written, name="Bukti-serah-KKS.jpg", content_type=contents.JPEG, by=by)


def _signature(drawn: str, by: User) -> StoredFile:
    """What the canvas sent, as a data address; an empty canvas is no signature."""
    if not drawn.startswith(_DATA):
        raise DomainError(_UNSIGNED)
    if len(drawn) > LARGEST_SIGNATURE:
        raise DomainError("Gambar tanda tangan terlalu besar. Hapus, lalu tanda tangani sekali lagi.")
    try:
        raw = io.BytesIO(base64.b64decode(drawn.removeprefix(_DATA), validate=True))
        if contents.sniff(raw) != contents.PNG:
            raise DomainError(_UNSIGNED)
        with Image.open(raw, formats=["PNG"]) as picture:
            ink = picture.convert("RGBA")
    except (binascii.Error, OSError, SyntaxError, ValueError) as error:
        raise DomainError(_UNSIGNED) from error
    if max(ink.size) > LONGEST_SIDE or ink.getchannel("A").getextrema()[1] == 0:
        raise DomainError(_UNSIGNED)
    paper = Image.new("RGB", ink.size, "white")
    paper.paste(ink, mask=ink.getchannel("A"))
    written = io.BytesIO()
    paper.save(written, "PNG", optimize=True)
    return files.keep(written, name="Tanda-tangan-KKS.png", content_type=contents.PNG, by=by)
