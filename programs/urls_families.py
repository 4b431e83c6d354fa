"""Addresses of the family pages, and of the staff who accompany them."""

from django.urls import path, re_path

from programs.views import families as views
from programs.views import own_lists, staff, work_areas

urlpatterns = [
    path("pengguna/<int:pk>/aktif/", staff.person_active, name="person_active"),
    path("penempatan/<int:pk>/", staff.posting_edit, name="posting_edit"),
    path("serah-terima/<int:pk>/", staff.hand_over, name="hand_over"),
    path("wilayah-kerja/", work_areas.work_area_list, name="work_areas"),
    path("wilayah-kerja/<str:code>/", work_areas.work_area_edit, name="work_area_edit"),
    path("keluarga/", views.household_list, name="household_list"),
    path("keluarga/saringan/", own_lists.filter_save, name="filter_save"),
    path("keluarga/saringan/<int:pk>/hapus/", own_lists.filter_delete, name="filter_delete"),
    path("keluarga/kolom/", own_lists.columns_choose, name="columns_choose"),
    path("keluarga/pendamping/", own_lists.families_hand_over, name="families_hand_over"),
    path("keluarga/<int:pk>/", views.household, name="household"),
    path("keluarga/<int:pk>/kepesertaan/", views.household_enrollments, name="household_enrollments"),
    path("keluarga/<int:pk>/kroscek/", views.household_kroscek, name="household_kroscek"),
    path("keluarga/<int:pk>/riwayat/", views.household_history, name="household_history"),
    path("keluarga/<int:pk>/ubah/", views.household_edit, name="household_edit"),
    path("keluarga/<int:pk>/anggota/tambah/", views.member_edit, name="member_add"),
    path("keluarga/<int:pk>/anggota/<int:member_pk>/", views.member_edit, name="member_edit"),
    path("keluarga/<int:pk>/anggota/<int:member_pk>/hapus/", views.member_remove, name="member_remove"),
    path("keluarga/<int:pk>/anggota/<int:member_pk>/nik/", views.member_reveal, name="member_reveal"),
    re_path(r"^keluarga/(?P<pk>\d+)/tampilkan/(?P<field>nik|kk)/$", views.household_reveal, name="household_reveal"),
    path("kepesertaan/<int:pk>/catatan/", views.enrollment_notes, name="enrollment_notes"),
    path("kepesertaan/<int:pk>/<slug:verb>/", views.enrollment_move, name="enrollment_move"),
]
