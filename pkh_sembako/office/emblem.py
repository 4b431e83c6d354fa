"""The office's emblem: whatever is uploaded is proven to be a picture and written anew as a small PNG."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageFile

from pkh_sembako.lib.errors import DomainError

FORMATS = ("PNG", "JPEG")
SMALLEST, LARGEST = 64, 4_000  # pixels a side
KEPT = 512
NAME = "lambang.png"
NOT_A_PICTURE = "Berkas ini bukan gambar PNG atau JPEG yang utuh. Simpan ulang gambarnya, lalu unggah lagi."


def cleaned(upload: UploadedFile) -> ContentFile:
    """The picture as PNG of at most 512 pixels a side, without whatever else the file carried; DomainError if none."""
    picture = _opened(upload)
    if min(picture.size) < SMALLEST or max(picture.size) > LARGEST:
        width, height = picture.size
        raise DomainError(
            f"Sisi gambar harus {SMALLEST} sampai {LARGEST} piksel. Gambar ini {width} × {height} piksel."
        )
    try:
        with _whole_pictures_only():
            small = picture.convert("RGBA")
    except Exception as error:  # broken pictures raise whatever their decoder raises
        raise DomainError(NOT_A_PICTURE) from error
    small.thumbnail((KEPT, KEPT))
    written = io.BytesIO()
    small.save(written, "PNG", optimize=True)
    return ContentFile(written.getvalue(), name=NAME)


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """WeasyPrint, where it is loaded, tells Pillow to forgive cut-off pictures."""
    forgiving, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = forgiving


def _opened(upload: UploadedFile) -> Image.Image:
    """The header only: size and format are known before a pixel is unpacked."""
    upload.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(upload, formats=FORMATS)
    except Exception as error:  # see above
        raise DomainError(NOT_A_PICTURE) from error
