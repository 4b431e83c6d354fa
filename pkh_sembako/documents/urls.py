"""Addresses of documents, the register of numbers, verification and the download centre."""

from django.urls import path

from pkh_sembako.documents.views import agenda, documents, downloads, outgoing, register, signing, templates, verify

urlpatterns = [
    path("dokumen/", documents.document_list, name="document_list"),
    path("dokumen/nomor/", register.register, name="number_register"),
    path("dokumen/nomor/catat/", register.register_reserve, name="number_reserve"),
    path("dokumen/nomor/<int:pk>/batal/", register.register_void, name="number_void"),
    path("dokumen/baru/", outgoing.outgoing_kinds, name="outgoing_kinds"),
    path("dokumen/baru/<slug:kind>/", outgoing.outgoing_new, name="outgoing_new"),
    path("dokumen/surat/", outgoing.outgoing_list, name="outgoing_list"),
    path("dokumen/surat/<int:pk>/", outgoing.outgoing, name="outgoing"),
    path("dokumen/surat/<int:pk>/ubah/", outgoing.outgoing_edit, name="outgoing_edit"),
    path("dokumen/surat/<int:pk>/pratinjau/", outgoing.outgoing_preview, name="outgoing_preview"),
    path("dokumen/surat/<int:pk>/ajukan/", outgoing.outgoing_submit, name="outgoing_submit"),
    path("dokumen/surat/<int:pk>/setujui/", outgoing.outgoing_approve, name="outgoing_approve"),
    path("dokumen/surat/<int:pk>/kembalikan/", outgoing.outgoing_return, name="outgoing_return"),
    path("dokumen/surat/<int:pk>/terbitkan/", outgoing.outgoing_issue, name="outgoing_issue"),
    path("dokumen/surat/<int:pk>/hapus/", outgoing.outgoing_delete, name="outgoing_delete"),
    path("dokumen/naskah/", templates.template_list, name="template_list"),
    path("dokumen/naskah/<slug:kind>/", templates.template_edit, name="template_edit"),
    path("dokumen/naskah/<slug:kind>/bawaan/", templates.template_restore, name="template_restore"),
    path("dokumen/naskah/<slug:kind>/<int:version>/", templates.template_preview, name="template_preview"),
    path("dokumen/<int:pk>/", documents.document, name="document"),
    path("dokumen/<int:pk>.pdf", documents.document_pdf, name="document_pdf"),
    path("dokumen/<int:pk>/buku-kerja/", documents.document_workbook, name="document_workbook"),
    path("dokumen/<int:pk>/bertanda-tangan/", documents.document_signed, name="document_signed"),
    path("dokumen/tte/", signing.signing_policy, name="signing_policy"),
    path("dokumen/<int:pk>/tanda-tangan-elektronik/", signing.document_sign_here, name="document_sign_here"),
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
