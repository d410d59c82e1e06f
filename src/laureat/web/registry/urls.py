"""Public addresses, and the candidate's own."""

from django.urls import path

from laureat.web.registry import candidate, journal, views

urlpatterns = [
    path("certifications/", views.certifications, name="certifications"),
    path("certifications/<str:numero>/", views.certification, name="certification"),
    path("resultats/", views.results, name="resultats"),
    path("resultats/<uuid:pk>/", views.session_results, name="resultats_session"),
    path("resultats/<uuid:pk>/<int:page>/", views.session_results, name="resultats_page"),
    path("verifier/", views.verify, name="verifier"),
    path("journal/", journal.log, name="journal_maison"),
    path("journal/checkpoint", journal.checkpoint, name="point_de_controle"),
    path("journal/checkpoint/<int:size>", journal.checkpoint, name="point_de_controle_taille"),
    path("journal/coherence/<int:old>/<int:new>", journal.consistency, name="coherence"),
    path("mon-dossier/", candidate.mine, name="mon_dossier"),
    path("mon-dossier/lectures/", candidate.readers, name="mon_dossier_lectures"),
    path("mon-dossier/<uuid:pk>/", candidate.my_session, name="mon_dossier_session"),
    path("mon-dossier/<uuid:pk>/<str:kind>/", candidate.paper, name="papier"),
]
