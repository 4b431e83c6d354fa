"""Addresses of documents, the register of numbers, verification and the download centre."""

from django.urls import path

from pkh_sembako.documents.views import agenda, documents, downloads, register, verify

urlpatterns = [
    path("dokumen/", documents.document_list, name="document_list"),
    path("dokumen/nomor/", register.register, name="number_register"),
    path("dokumen/nomor/catat/", register.register_reserve, name="number_reserve"),
    path("dokumen/nomor/<int:pk>/batal/", register.register_void, name="number_void"),
    path("dokumen/<int:pk>/", documents.document, name="document"),
    path("dokumen/<int:pk>.pdf", documents.document_pdf, name="document_pdf"),
    path("dokumen/<int:pk>/buku-kerja/", documents.document_workbook, name="document_workbook"),
    path("dokumen/<int:pk>/bertanda-tangan/", documents.document_signed, name="document_signed"),
    path("dokumen/<int:pk>/tanda-tangan/", documents.document_sign, name="document_sign"),
    path("agenda/", agenda.letter_list, name="letter_list"),
    path("agenda/catat/", agenda.letter_new, name="letter_new"),
    path("agenda/<int:pk>/", agenda.letter, name="letter"),
    path("agenda/<int:pk>/ubah/", agenda.letter_edit, name="letter_edit"),
    path("agenda/<int:pk>/berkas/", agenda.letter_file, name="letter_file"),
    path("verifikasi/", verify.verify_form, name="verify_form"),
    path("verifikasi/<str:code>/", verify.verify, name="verify"),
    path("unduhan/", downloads.download_list, name="download_list"),
    path("unduhan/<uuid:pk>/", downloads.download_file, name="download_file"),
    path("unduhan/<uuid:pk>/batal/", downloads.download_cancel, name="download_cancel"),
]
