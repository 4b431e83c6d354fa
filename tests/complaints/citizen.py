"""A citizen without account or script: what a plain HTTP client sends to the public pages."""

import io
import re
from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from PIL import Image

from complaints.models import Complaint
from complaints.services import humanity

STORY = "Kartu saya hilang di pasar Plaosan, bantuan bulan ini belum saya ambil."
ANSWERS = {
    "perihal": {"perihal": "kks_hilang"},
    "uraian": {"uraian": STORY, "tanggal": ""},
    "kecamatan": {"kecamatan": "35.20.07"},
    "desa": {"desa": "35.20.07.2003", "tempat": "Dusun Krajan"},
    "identitas": {"identitas": "rahasia"},
    "kontak": {"nama": "Melati Contoh", "balasan": "whatsapp", "hp": "0812 0000 0000", "email": ""},
}


def photo(name: str = "kartu.jpg", size: tuple[int, int] = (60, 40), exif: bool = True) -> SimpleUploadedFile:
    """A picture with the place where it was taken."""
    content = io.BytesIO()
    facts = Image.Exif()
    facts[0x010F] = "Kamera Rahasia"
    facts[0x8825] = {1: "S", 2: (7.0, 40.0, 0.0)}
    Image.new("RGB", size, "teal").save(content, "JPEG", exif=facts if exif else Image.Exif())
    return SimpleUploadedFile(name, content.getvalue())


@dataclass
class Citizen:
    """Somebody with a browser; `address` is where they come from."""

    address: str = "203.0.113.7"
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def get(self, page: str):
        return self.client.get(f"/pengaduan/{page}", REMOTE_ADDR=self.address)

    def post(self, page: str, **typed):
        return self.client.post(f"/pengaduan/{page}", typed, REMOTE_ADDR=self.address)

    def answer(self, **others: dict[str, str]) -> None:
        """Every question, with other answers where given."""
        for page, typed in (ANSWERS | others).items():
            response = self.post(f"{page}/", **typed)
            assert response.status_code == 302, (page, text(response))

    def question(self) -> dict[str, str]:
        """What a person sends who reads the question and knows the answer."""
        token = html.fromstring(text(self.get("periksa/"))).get_element_by_id("id_token").get("value")
        return {"token": token, "jawaban": humanity.answer_of(token), "laman": ""}

    def send(self, **other: str):
        return self.post("periksa/", **self.question() | other)

    def file(self, **others: dict[str, str]) -> tuple[str, str]:
        """A whole complaint; number and code as the page shows them."""
        self.answer(**others)
        response = self.send()
        assert response.status_code == 302, text(response)
        return self.receipt()

    def receipt(self) -> tuple[str, str]:
        shown = re.findall(r'tanda-terima-nomor besar">([^<]+)<', text(self.get("terkirim/")))
        return shown[0], shown[1]

    def track(self, ticket: str, code: str):
        return self.post("lacak/", nomor=ticket, kode=code)


def text(response) -> str:
    return response.content.decode()


def the_complaint() -> Complaint:
    return Complaint.objects.get()
