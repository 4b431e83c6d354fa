"""Scans and photos of the demo office: pictures that show at once that nobody signed them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw


def scanned(name: str, *lines: str) -> SimpleUploadedFile:
    """A sheet of paper with `lines` on it, as a PNG upload."""
    picture = Image.new("L", (620, 877), 255)
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(("CONTOH", *lines)):
        draw.text((60, 60 + 40 * number), line, fill=0)
    content = io.BytesIO()
    picture.save(content, "PNG")
    return SimpleUploadedFile(f"{name}.png", content.getvalue(), "image/png")
