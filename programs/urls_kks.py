"""Addresses of the cards (KKS): totals, schedules, papers."""

from django.urls import path, re_path

from programs.views import kks, kks_ba, kks_open, kks_papers, kks_schedule, kks_slots

urlpatterns = [
    path("kks/serah/", kks.kks_serah, name="kks_serah"),
    path("kks/serah/hitung/", kks.kks_counter, name="kks_counter"),
    path("kks/serah/<int:pk>/", kks.kks_hand_over, name="kks_hand_over"),
    path("kks/serah/daftar/<int:round_id>/<str:code>/", kks.kks_tick, name="kks_tick"),
    path("kks/kartu/<int:pk>/", kks.kks, name="kks"),
    re_path(r"^kks/kartu/(?P<pk>\d+)/tampilkan/(?P<field>nomor|rekening)/$", kks.kks_reveal, name="kks_reveal"),
    re_path(r"^kks/kartu/(?P<pk>\d+)/(?P<number>\d+)/(?P<which>bukti|kuasa)/$", kks.kks_evidence, name="kks_evidence"),
    path("kks/kartu/<int:pk>/<slug:verb>/", kks.kks_act, name="kks_act"),
    path("kks/berita-acara/<int:round_id>/", kks_ba.kks_ba_list, name="kks_ba_list"),
    re_path(
        r"^kks/berita-acara/(?P<round_id>\d+)/(?P<code>[\d.]+)/(?P<kind>serah_terima|pengembalian)/$",
        kks_ba.kks_ba_make,
        name="kks_ba_make",
    ),
    path("kks/berita-acara/lembar/<int:pk>/", kks_ba.kks_ba, name="kks_ba"),
    path("kks/berita-acara/lembar/<int:pk>/tanda-tangan/", kks_ba.kks_ba_sign, name="kks_ba_sign"),
    path("kks/berita-acara/lembar/<int:pk>/buat-lagi/", kks_ba.kks_ba_remake, name="kks_ba_remake"),
    re_path(
        r"^kks/berita-acara/lembar/(?P<pk>\d+)/berkas/(?P<part>pdf|xlsx|ttd)/$", kks_ba.kks_ba_file, name="kks_ba_file"
    ),
    path("kks/belum/<int:round_id>/", kks_open.kks_open, name="kks_open"),
    path("kks/", kks_schedule.kks_list, name="kks_list"),
    path("kks/jadwal/baru/<int:round_id>/", kks_schedule.kks_propose, name="kks_propose"),
    path("kks/jadwal/<int:pk>/", kks_schedule.kks_schedule, name="kks_schedule"),
    path("kks/jadwal/<int:pk>/sesi/", kks_slots.kks_slot_new, name="kks_slot_new"),
    path("kks/jadwal/<int:pk>/sesi/<int:slot_pk>/", kks_slots.kks_slot, name="kks_slot"),
    path("kks/jadwal/<int:pk>/sesi/<int:slot_pk>/hapus/", kks_slots.kks_slot_delete, name="kks_slot_delete"),
    path("kks/jadwal/<int:pk>/terima/<str:code>/", kks_schedule.kks_schedule_confirm, name="kks_schedule_confirm"),
    path("kks/jadwal/<int:pk>/desa/<str:code>/", kks_papers.kks_schedule_desa, name="kks_schedule_desa"),
    path("kks/jadwal/<int:pk>/desa/<str:code>/cetak/", kks_papers.kks_print_desa, name="kks_print_desa"),
    path("kks/jadwal/<int:pk>/desa/<str:code>/undang/", kks_papers.kks_invite, name="kks_invite"),
    path("kks/jadwal/<int:pk>/cetak/", kks_papers.kks_print, name="kks_print"),
    path("kks/jadwal/<int:pk>/kalender.ics", kks_papers.kks_calendar, name="kks_calendar"),
    path("kks/jadwal/<int:pk>/berkas/", kks_papers.kks_order, name="kks_order"),
    re_path(
        r"^kks/jadwal/(?P<pk>\d+)/(?P<verb>selesai|konsep|terima|tarik|susun)/$",
        kks_schedule.kks_schedule_act,
        name="kks_schedule_act",
    ),
]
