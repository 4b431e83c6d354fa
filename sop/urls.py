"""Addresses of SOPs, cycles and their steps."""

from django.urls import include, path

from sop.views import binder, cycles, files, limits, moves, notices, numbering, room, sops, step_pages, supervision

urlpatterns = [
    path("sop/", sops.sop_list, name="sop_list"),
    path("sop/<slug:code>/", sops.sop_page, name="sop_page"),
    path("sop/<slug:code>/bandingkan/", room.sop_compare, name="sop_compare"),
    path("sop/<slug:code>/bagan/", room.sop_diagram, name="sop_diagram"),
    path("siklus/<int:pk>/perkiraan/", room.cycle_forecast, name="cycle_forecast"),
    path("siklus/", cycles.cycle_list, name="cycle_list"),
    path("siklus/siapkan/", cycles.cycle_prepare, name="cycle_prepare"),
    path("siklus/<int:pk>/", cycles.cycle_board, name="cycle_board"),
    path("siklus/<int:pk>/jalankan/", cycles.cycle_start, name="cycle_start"),
    path("siklus/<int:pk>/berkas/", binder.cycle_binder, name="cycle_binder"),
    path("siklus/<int:pk>/hentikan/", cycles.cycle_stop, name="cycle_stop"),
    path("siklus/<int:pk>/batas/", limits.cycle_limits, name="cycle_limits"),
    path("siklus/<int:pk>/batas/<int:limit>/berkas/", limits.limit_file, name="limit_file"),
    path("siklus/<int:pk>/surat/", notices.cycle_notices, name="cycle_notices"),
    path("siklus/<int:pk>/surat/ajukan/", notices.notices_submit, name="notices_submit"),
    path("siklus/<int:pk>/surat/nomor/", numbering.notices_number, name="notices_number"),
    path("siklus/<int:pk>/surat/kemajuan/", numbering.notices_progress, name="notices_progress"),
    path("siklus/<int:pk>/surat/<str:code>/", notices.cycle_informed, name="cycle_informed"),
    path("siklus/<int:pk>/surat/<str:code>/surat.pdf", notices.notice_pdf, name="notice_pdf"),
    path("siklus/<int:pk>/langkah/<int:no>/", step_pages.step_page, name="step_page"),
    path("siklus/<int:pk>/langkah/<int:no>/pindah/", moves.move_step, name="step_move"),
    path("siklus/<int:pk>/langkah/<int:no>/lewati/", moves.skip_step, name="step_skip"),
    path("siklus/<int:pk>/langkah/<int:no>/kelengkapan/", moves.tick_items, name="step_tick"),
    path("siklus/<int:pk>/langkah/<int:no>/bukti/", moves.add_evidence, name="step_evidence"),
    path("siklus/<int:pk>/langkah/<int:no>/tanggal/", moves.agree_date, name="step_agree"),
    path("siklus/<int:pk>/langkah/<int:no>/perpanjangan/", moves.ask_extension, name="step_extend"),
    path("siklus/<int:pk>/langkah/<int:no>/perpanjangan/<int:extension>/", moves.decide_extension, name="step_decide"),
    path("siklus/<int:pk>/langkah/<int:no>/supervisi/", supervision.write_note, name="step_supervision"),
    path("siklus/<int:pk>/langkah/<int:no>/supervisi/<int:note>/", supervision.answer_note, name="step_answer"),
    path("siklus/<int:pk>/langkah/<int:no>/<str:kecamatan>/", step_pages.share_page, name="share_page"),
    path("", include("sop.urls_links")),
    path("", include("sop.urls_approval")),
    path("", include("sop.urls_findings")),
    path("berkas/<uuid:pk>/", files.evidence_file, name="evidence_file"),
]
