"""/data-pribadi/: rights of data subjects, the trail of a family, the register of incidents."""

from django.urls import path, re_path

from pkh_sembako.privacy.views import incidents, requests

INCIDENT = r"data-pribadi/insiden/(?P<pk>\d+)"

urlpatterns = [
    path("data-pribadi/", requests.data_requests, name="data_requests"),
    path("data-pribadi/keluarga/<int:household_pk>/", requests.family_trail, name="family_trail"),
    path("data-pribadi/keluarga/<int:household_pk>/baru/", requests.data_request_new, name="data_request_new"),
    path("data-pribadi/<int:pk>/", requests.data_request, name="data_request"),
    path("data-pribadi/<int:pk>/siapkan/", requests.data_request_take_up, name="data_request_take_up"),
    path("data-pribadi/<int:pk>/salinan/", requests.data_request_export, name="data_request_export"),
    path("data-pribadi/<int:pk>/serahkan/", requests.data_request_deliver, name="data_request_deliver"),
    path("data-pribadi/<int:pk>/tolak/", requests.data_request_refuse, name="data_request_refuse"),
    path("data-pribadi/<int:pk>/catat/", requests.data_request_note, name="data_request_note"),
    re_path(
        r"^data-pribadi/(?P<pk>\d+)/berkas/(?P<which>identitas|tanda-terima)/$",
        requests.data_request_file,
        name="data_request_file",
    ),
    path("data-pribadi/insiden/", incidents.incident_list, name="incident_list"),
    path("data-pribadi/insiden/baru/", incidents.incident_new, name="incident_new"),
    path("data-pribadi/insiden/<int:pk>/", incidents.incident, name="incident"),
    path("data-pribadi/insiden/<int:pk>/hitung/", incidents.incident_compute, name="incident_compute"),
    path("data-pribadi/insiden/<int:pk>/<int:number>/daftar/", incidents.incident_workbook, name="incident_workbook"),
    path("data-pribadi/insiden/<int:pk>/<int:number>/surat/", incidents.incident_letters, name="incident_letters"),
    re_path(rf"^{INCIDENT}/(?P<verb>sesi|nonaktif)/$", incidents.incident_measure, name="incident_measure"),
    re_path(rf"^{INCIDENT}/(?P<verb>catat|beritahu|tutup|buka)/$", incidents.incident_act, name="incident_act"),
]
