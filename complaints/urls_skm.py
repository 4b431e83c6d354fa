"""/skm/: the public survey and its result; /skm/kelola/: periods, answers, results and reports of the office."""

from django.urls import path

from complaints.views import skm_public

urlpatterns = [
    path("skm/", skm_public.survey_fill, name="survey_fill"),
    path("skm/terima-kasih/", skm_public.survey_thanks, name="survey_thanks"),
    path("skm/hasil/", skm_public.survey_result, name="survey_result"),
]
