"""What goes out of the desk and what follows from a complaint outside of it: papers, answers."""

from django.urls import path, re_path

from complaints.views import clarifications, corrections, lapor, objections, papers, referrals, replies

ONE = "meja-pengaduan/<int:pk>/"
REPLY = f"{ONE}jawaban/<int:reply>/"
REFERRAL = f"{ONE}rujukan/<int:referral>/"

urlpatterns = [
    path("meja-pengaduan/formulir-kosong.pdf", papers.complaint_blank, name="complaint_blank"),
    path("meja-pengaduan/catat/kode/tanda-terima.pdf", papers.complaint_receipt_now, name="complaint_receipt_now"),
    path(f"{ONE}tanda-terima.pdf", papers.complaint_receipt, name="complaint_receipt"),
    path(REPLY, replies.complaint_reply, name="complaint_reply"),
    path(f"{REPLY}whatsapp/", replies.complaint_reply_chat, name="complaint_reply_chat"),
    path(f"{REPLY}pos-el/", replies.complaint_reply_mail, name="complaint_reply_mail"),
    path(f"{REPLY}surat/", replies.complaint_reply_letter, name="complaint_reply_letter"),
    path(f"{REPLY}jawaban.pdf", replies.complaint_reply_paper, name="complaint_reply_paper"),
    path(f"{ONE}perbaikan/", corrections.correction_propose, name="correction_propose"),
    path("meja-pengaduan/rujukan/", referrals.referrals, name="referrals"),
    path("meja-pengaduan/rujukan/daftar.xlsx", referrals.referrals_workbook, name="referrals_workbook"),
    path(f"{ONE}rujukan/", referrals.referral_ask, name="referral_ask"),
    path(f"{REFERRAL}jawaban/", referrals.referral_answered, name="referral_answered"),
    path(f"{REFERRAL}tarik/", referrals.referral_withdraw, name="referral_withdraw"),
    path(f"{REFERRAL}surat.pdf", referrals.referral_paper, name="referral_paper"),
    path(f"{REFERRAL}bukti/", referrals.referral_evidence, name="referral_evidence"),
    path("meja-pengaduan/lapor/", lapor.lapor_import, name="lapor_import"),
    path("meja-pengaduan/lapor/ekspor/", lapor.lapor_export, name="lapor_export"),
    path("meja-pengaduan/lapor/<int:pk>/", lapor.lapor_file, name="lapor_file"),
    path("meja-pengaduan/lapor/<int:pk>/terapkan/", lapor.lapor_apply, name="lapor_apply"),
    path("klarifikasi/", clarifications.clarifications, name="clarifications"),
    path("klarifikasi/keluarga/<int:household>/", clarifications.clarification_make, name="clarification_make"),
    path("klarifikasi/<int:pk>/", clarifications.clarification, name="clarification"),
    path("klarifikasi/<int:pk>/pindaian/", clarifications.clarification_sign, name="clarification_sign"),
    path("klarifikasi/<int:pk>/teruskan/", clarifications.clarification_send, name="clarification_send"),
    path("klarifikasi/<int:pk>/hasil/", clarifications.clarification_end, name="clarification_end"),
    re_path(
        r"^klarifikasi/(?P<pk>\d+)/(?P<part>pdf|ttd)/$",
        clarifications.clarification_file,
        name="clarification_file",
    ),
    path("sanggah/", objections.objections, name="objections"),
    path("sanggah/catat/", objections.objection_record, name="objection_record"),
    path("sanggah/masa/", objections.objection_window, name="objection_window"),
    path("sanggah/<int:pk>/teruskan/", objections.objection_forward, name="objection_forward"),
    path("sanggah/<int:pk>/hasil/", objections.objection_end, name="objection_end"),
    path("perbaikan/", corrections.corrections, name="corrections"),
    path("perbaikan/<int:pk>/", corrections.correction, name="correction"),
    path("perbaikan/<int:pk>/terima/", corrections.correction_accept, name="correction_accept"),
    path("perbaikan/<int:pk>/tolak/", corrections.correction_refuse, name="correction_refuse"),
    path("perbaikan/<int:pk>/bukti/", corrections.correction_evidence, name="correction_evidence"),
    path(f"{REPLY}bukti/", replies.complaint_reply_proof, name="complaint_reply_proof"),
]
