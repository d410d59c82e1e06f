"""Addresses of the deliberation room."""

from django.urls import path

from laureat.web.jury_room import approving, files, recusals, views

urlpatterns = [
    path("sessions/<uuid:pk>/deliberation/", views.room, name="deliberation"),
    path("sessions/<uuid:pk>/deliberation/dossiers/", files.files, name="deliberation_dossiers"),
    path("sessions/<uuid:pk>/deliberation/dossiers/acte/", files.decide, name="deliberation_dossiers_acte"),
    path("sessions/<uuid:pk>/deliberation/<uuid:candidate>/", views.candidate, name="deliberation_candidat"),
    path("sessions/<uuid:pk>/deliberation/<uuid:candidate>/acte/", views.candidate_act, name="deliberation_acte"),
    path("sessions/<uuid:pk>/deliberation/<uuid:candidate>/deport/", recusals.record, name="deliberation_deport"),
    path("sessions/<uuid:pk>/presence/", views.attendance, name="presence"),
    path("sessions/<uuid:pk>/pv/", approving.minutes, name="pv"),
    path("sessions/<uuid:pk>/pv/document/", approving.minutes_pdf, name="pv_pdf"),
    path("sessions/<uuid:pk>/pv/acte/", approving.minutes_act, name="pv_acte"),
]
