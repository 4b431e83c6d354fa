"""Addresses of the data for the bank."""

from django.urls import path

from programs.views import bank_data as views

urlpatterns = [
    path("data-bank/", views.bank_data_list, name="bank_data_list"),
    path("data-bank/<int:pk>/", views.bank_data_one, name="bank_data"),
    path("data-bank/<int:pk>/serahkan/", views.bank_data_hand_over, name="bank_data_hand_over"),
    path("data-bank/<int:pk>/unduh/", views.bank_data_file, name="bank_data_file"),
    path("data-bank/<int:pk>/tanda-terima.pdf", views.bank_data_receipt, name="bank_data_receipt"),
    path("data-bank/<int:pk>/catat/", views.bank_data_record, name="bank_data_record"),
    path("data-bank/<int:pk>/bukti/", views.bank_data_evidence, name="bank_data_evidence"),
]
