"""Addresses of the inspektorat's samples and findings."""

from django.urls import path

from sop.views import finding_course, findings, samples

urlpatterns = [
    path("temuan/", findings.finding_list, name="finding_list"),
    path("temuan/catat/", findings.finding_record, name="finding_record"),
    path("temuan/laporan.xlsx", samples.report_workbook, name="finding_workbook"),
    path("temuan/laporan.pdf", samples.report_paper, name="finding_paper"),
    path("temuan/sampel/", samples.sample_list, name="audit_samples"),
    path("temuan/sampel/tarik/", samples.sample_draw, name="audit_sample_draw"),
    path("temuan/sampel/<int:pk>/", samples.sample, name="audit_sample"),
    path("temuan/butir/<int:pk>/", samples.item, name="audit_item"),
    path("temuan/butir/<int:pk>/sesuai/", samples.item_in_order, name="audit_item_in_order"),
    path("temuan/<int:pk>/", findings.finding, name="finding"),
    path("temuan/<int:pk>/tindak-lanjut/", findings.finding_answer, name="finding_answer"),
    path("temuan/<int:pk>/perpanjangan/", finding_course.finding_extend, name="finding_extend"),
    path("temuan/<int:pk>/perpanjangan/putusan/", finding_course.finding_decide, name="finding_decide"),
    path("temuan/<int:pk>/alih/", finding_course.finding_reassign, name="finding_reassign"),
    path("temuan/<int:pk>/nilai/", findings.finding_judge, name="finding_judge"),
    path("temuan/<int:pk>/bukti/<int:entry>/", findings.finding_file, name="finding_file"),
]
