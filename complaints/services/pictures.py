"""Files of the public: pictures are drawn anew (no EXIF, no place, no hidden rest), PDFs are known by their content."""

import io
from threading import BoundedSemaphore

from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

from pkh_sembako.documents.models import StoredFile
from pkh_sembako.documents.services import content, files
from pkh_sembako.lib.errors import DomainError

LARGEST_MB = 5
MOST_PIXELS = 30_000_000  # a picture of 5 MB that opens to more than that is no photograph
LONGEST_SIDE = 2560
QUALITY = 85
ONE_AT_A_TIME = BoundedSemaphore(1)  # an opened picture takes up to 200 MB of memory
UNREADABLE = "Berkas ini tidak dapat dibaca. Pilih foto JPG atau PNG, atau berkas PDF."


def cleaned(upload: UploadedFile) -> tuple[io.BytesIO, str, str]:
    """(content, name, content type) of what may be kept; DomainError says why it may not."""
    if upload.file is None or not upload.size:
        raise DomainError("Berkas ini kosong. Pilih berkas yang berisi data.")
    if upload.size > LARGEST_MB * 1024 * 1024:
        size = f"{upload.size / 1024 / 1024:.1f}".replace(".", ",")
        raise DomainError(f"Berkas paling besar {LARGEST_MB} MB. Yang diunggah {size} MB.")
    data = io.BytesIO(upload.file.read())
    name = files.plain_name(upload.name)
    if data.getvalue()[:5] == b"%PDF-":  # a PDF that begins with something else may be two kinds of file at once
        return data, name, content.PDF
    if content.sniff(data) not in (content.JPEG, content.PNG):
        raise DomainError(UNREADABLE)
    with ONE_AT_A_TIME:
        return _redrawn(data), f"{name.rpartition('.')[0] or name}.jpg", content.JPEG


def keep(cleaned_file: tuple[io.BytesIO, str, str]) -> StoredFile:
    """Store what `cleaned` gave; nobody of the office brought it."""
    data, name, kind = cleaned_file
    return files.keep(data, name=name, content_type=kind, by=None)


def _redrawn(data: io.BytesIO) -> io.BytesIO:
    """Only its visible points, turned upright, at most 2560 points long, as JPEG."""
    drawn = io.BytesIO()
    try:
        with Image.open(data, formats=["JPEG", "PNG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise DomainError("Gambar ini terlalu besar ukurannya. Kirim foto dengan ukuran biasa.")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is opened smaller at once
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            _on_white(upright).save(drawn, "JPEG", quality=QUALITY)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise DomainError(UNREADABLE) from error
    drawn.seek(0)
    return drawn


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGB", "L"):
        return _bare(picture)
    layered = picture.convert("RGBA")
    ground = Image.new("RGB", layered.size, "white")
    ground.paste(layered, mask=layered.getchannel("A"))
    return ground


def _bare(picture: Image.Image) -> Image.Image:
    """The points without what the file said beside them (`info`: EXIF, comments, profiles)."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare
