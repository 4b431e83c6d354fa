"""Addresses of the kroscek; those that move a step are in `sop`."""

from django.urls import path

from programs.views import kroscek, kroscek_entry, nik_check, recheck, sheets

urlpatterns = [
    path("kroscek/", kroscek.kroscek_list, name="kroscek_list"),
    path("kroscek/sesuai/", kroscek.kroscek_selection, name="kroscek_selection"),
    path("kroscek/<int:pk>/", kroscek_entry.kroscek_entry, name="kroscek_entry"),
    path("kroscek/lembar/<int:round_id>/", sheets.kroscek_paper_places, name="kroscek_paper_places"),
    path("kroscek/lembar/<int:round_id>/<str:code>/", sheets.kroscek_papers, name="kroscek_papers"),
    path("kroscek/lembar/<int:round_id>/<str:code>/cetak/", sheets.kroscek_print, name="kroscek_print"),
    path("kroscek/lembar/<int:round_id>/<str:code>/unggah/", sheets.kroscek_scan, name="kroscek_scan"),
    path("kroscek/kode/<str:code>/", sheets.kroscek_sheet_code, name="kroscek_sheet"),
    path("kroscek/pindaian/<int:pk>/", sheets.kroscek_scan_file, name="kroscek_scan_file"),
    path("kroscek/uji-petik/<int:pk>/", recheck.recheck_item, name="recheck_item"),
    path("kroscek/uji-petik/<int:round_id>/<str:code>/", recheck.recheck_page, name="recheck_page"),
    path("kroscek/uji-petik/<int:round_id>/<str:code>/tarik/", recheck.recheck_draw, name="recheck_draw"),
    path("keluarga/<int:pk>/cocokkan-nik/", nik_check.check_nik, name="nik_check"),
]
