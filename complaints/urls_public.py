"""/pengaduan/: the public complaint and its tracking, each question under an address of its own."""

from django.urls import path

from complaints.public_steps import STEPS
from complaints.views import public, public_send, track

urlpatterns = [
    path("pengaduan/", public.start, name="public_complaint"),
    *(path(f"pengaduan/{name}/", public.question, {"name": name}, name=step.url) for name, step in STEPS.items()),
    path("pengaduan/lampiran/", public.attachments, name="public_files"),
    path("pengaduan/periksa/", public_send.check, name="public_check"),
    path("pengaduan/terkirim/", public_send.sent, name="public_sent"),
    path("pengaduan/terkirim/tanda-terima.pdf", public_send.receipt, name="public_receipt"),
    path("pengaduan/baru/", public.again, name="public_again"),
    path("pengaduan/lacak/", track.track, name="track"),
    path("pengaduan/lacak/laporan/", track.tracked, name="tracked"),
    path("pengaduan/lacak/selesai/", track.tracked_done, name="tracked_done"),
    path("pengaduan/lacak/belum-selesai/", track.tracked_reopen, name="tracked_reopen"),
    path("pengaduan/lacak/tambah/", track.tracked_add, name="tracked_add"),
    path("pengaduan/lacak/tutup/", track.tracked_leave, name="tracked_leave"),
]
