"""/skm/: the public survey and its result; /skm/kelola/: periods, answers, results and reports of the office."""

from django.urls import path, re_path

from complaints.views import skm_answers, skm_desk, skm_public, skm_results

urlpatterns = [
    path("skm/", skm_public.survey_fill, name="survey_fill"),
    path("skm/terima-kasih/", skm_public.survey_thanks, name="survey_thanks"),
    path("skm/hasil/", skm_public.survey_result, name="survey_result"),
    path("skm/kelola/", skm_desk.survey_list, name="survey_list"),
    path("skm/kelola/buka/", skm_desk.survey_open, name="survey_open"),
    path("skm/kelola/layanan/", skm_desk.survey_services, name="survey_services"),
    path("skm/kelola/layanan/<slug:slug>/", skm_desk.survey_service, name="survey_service"),
    path("skm/kelola/<int:pk>/", skm_desk.survey, name="survey"),
    path("skm/kelola/<int:pk>/masa/", skm_desk.survey_change, name="survey_change"),
    path("skm/kelola/<int:pk>/pertanyaan/", skm_desk.survey_wording, name="survey_wording"),
    path("skm/kelola/<int:pk>/tutup/", skm_desk.survey_close, name="survey_close"),
    path("skm/kelola/<int:pk>/poster.pdf", skm_desk.survey_poster, name="survey_poster"),
    path("skm/kelola/<int:pk>/kertas/", skm_answers.survey_paper, name="survey_paper"),
    path("skm/kelola/<int:pk>/impor/", skm_answers.survey_import, name="survey_import"),
    path("skm/kelola/hasil/", skm_results.survey_year, name="survey_year"),
    path("skm/kelola/hasil/<int:year>.xlsx", skm_results.survey_workbook, name="survey_workbook"),
    path("skm/kelola/hasil/<int:year>/<slug:slug>/<int:element>/", skm_results.survey_plan, name="survey_plan"),
    path("skm/kelola/hasil/<int:year>/laporan/", skm_results.survey_report_make, name="survey_report_make"),
    path("skm/kelola/laporan/<int:pk>/", skm_results.survey_report, name="survey_report"),
    path("skm/kelola/laporan/<int:pk>/ulang/", skm_results.survey_report_remake, name="survey_report_remake"),
    re_path(
        r"^skm/kelola/laporan/(?P<pk>\d+)/(?P<part>pdf|xlsx|ttd)/$",
        skm_results.survey_report_file,
        name="survey_report_file",
    ),
]
