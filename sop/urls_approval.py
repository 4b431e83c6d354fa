"""Addresses of kroscek, penetapan and the report to PKH Pusat that move a step."""

from django.urls import path

from sop.views import decisions, dispatch, kroscek, penetapan

urlpatterns = [
    path("kroscek/rekap/<int:round_id>/", kroscek.kroscek_recap, name="kroscek_recap"),
    path("kroscek/kecamatan/<int:round_id>/<str:code>/", kroscek.kroscek_review, name="kroscek_review"),
    path("kroscek/kecamatan/<int:round_id>/<str:code>/kirim/", kroscek.kroscek_submit, name="kroscek_submit"),
    path("kroscek/kecamatan/<int:round_id>/<str:code>/terima/", kroscek.kroscek_accept, name="kroscek_accept"),
    path("kroscek/kecamatan/<int:round_id>/<str:code>/kembalikan/", kroscek.kroscek_return, name="kroscek_return"),
    path("penetapan/", penetapan.penetapan_list, name="penetapan_list"),
    path("penetapan/susun/<int:round_id>/", penetapan.penetapan_prepare, name="penetapan_prepare"),
    path("penetapan/susun/<int:round_id>/simpan/", decisions.penetapan_draft, name="penetapan_draft"),
    path("penetapan/<int:pk>/", penetapan.penetapan_page, name="penetapan_page"),
    path("penetapan/<int:pk>/dokumen/", penetapan.penetapan_documents, name="penetapan_documents"),
    path("penetapan/<int:pk>/keputusan/", decisions.penetapan_decide, name="penetapan_decide"),
    path("penetapan/<int:pk>/tetapkan/", decisions.penetapan_determine, name="penetapan_determine"),
    path("penetapan/<int:pk>/perbaikan/", decisions.penetapan_correct, name="penetapan_correct"),
    path("dokumen/<int:pk>/kirim/tanda-terima/", dispatch.receipt, name="receipt"),
]
