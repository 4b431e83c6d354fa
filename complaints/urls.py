"""/meja-pengaduan/: the desk. The public form, tracking and the survey have lists of their own."""

from django.urls import include, path

from complaints.views import acts, desk, linking, office, record

urlpatterns = [
    path("", include("complaints.urls_public")),
    path("", include("complaints.urls_papers")),
    path("meja-pengaduan/", desk.complaints, name="complaints"),
    path("meja-pengaduan/ekspor/", desk.complaint_export, name="complaint_export"),
    path("meja-pengaduan/catat/", record.complaint_record, name="complaint_record"),
    path("meja-pengaduan/catat/kode/", record.complaint_code, name="complaint_code"),
    path("meja-pengaduan/naskah/", office.complaint_texts, name="complaint_texts"),
    path("meja-pengaduan/naskah/baru/", office.complaint_text, name="complaint_text_add"),
    path("meja-pengaduan/naskah/<int:pk>/", office.complaint_text, name="complaint_text"),
    path("meja-pengaduan/batas-waktu/", office.complaint_terms, name="complaint_terms"),
    path("meja-pengaduan/<int:pk>/", desk.complaint, name="complaint"),
    path("meja-pengaduan/<int:pk>/tindakan/<slug:act>/", acts.complaint_act, name="complaint_act"),
    path("meja-pengaduan/<int:pk>/keluarga/", linking.complaint_family, name="complaint_family"),
    path(
        "meja-pengaduan/<int:pk>/keluarga/<int:household>/", linking.complaint_family_link, name="complaint_family_link"
    ),
    path("keluarga/<int:pk>/pengaduan/", linking.household_complaints, name="household_complaints"),
    path("meja-pengaduan/<int:pk>/kartu/", linking.complaint_card, name="complaint_card"),
    path("meja-pengaduan/<int:pk>/kroscek/", linking.complaint_kroscek, name="complaint_kroscek"),
    path("meja-pengaduan/<int:pk>/langkah/", linking.complaint_step, name="complaint_step"),
    path("meja-pengaduan/<int:pk>/tampilkan/<slug:field>/", desk.complaint_reveal, name="complaint_reveal"),
    path("meja-pengaduan/<int:pk>/berkas/<int:file>/", desk.complaint_file, name="complaint_file"),
]
