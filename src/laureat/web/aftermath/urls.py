"""Addresses of what follows a publication."""

from django.urls import path

from laureat.web.aftermath import candidates, decisions, figures, of_vae

urlpatterns = [
    path("sessions/<uuid:pk>/suites/", decisions.overview, name="suites"),
    path("sessions/<uuid:pk>/suites/retrait/", decisions.withdraw, name="suites_retrait"),
    path("sessions/<uuid:pk>/suites/retablir/", decisions.restore, name="suites_retablir"),
    path("sessions/<uuid:pk>/suites/accomplie/", decisions.done, name="suites_accomplie"),
    path("sessions/<uuid:pk>/suites/<uuid:candidate>/", candidates.file, name="suites_candidat"),
    path("sessions/<uuid:pk>/suites/<uuid:candidate>/acte/", candidates.act, name="suites_acte"),
    path("sessions/<uuid:pk>/suites/<uuid:candidate>/dossier/", candidates.history, name="suites_dossier"),
    path(
        "sessions/<uuid:pk>/suites/<uuid:candidate>/lettre/<int:number>/<slug:which>/",
        candidates.letter,
        name="suites_lettre",
    ),
    path(
        "sessions/<uuid:pk>/suites/<uuid:candidate>/notification/<int:number>/",
        candidates.notification,
        name="suites_notification",
    ),
    path("vae/dossiers/<uuid:application>/notification/<int:number>/", of_vae.notification, name="vae_notification"),
    path("vae/dossiers/<uuid:application>/juridiction/", of_vae.history_file, name="vae_juridiction"),
    path("sessions/<uuid:pk>/statistiques/", figures.of_session, name="statistiques"),
    path("sessions/<uuid:pk>/statistiques/export/", figures.export, name="statistiques_export"),
    path("sessions/<uuid:pk>/statistiques/etat/", figures.state_act, name="statistiques_etat"),
    path("statistiques/", figures.across, name="statistiques_sessions"),
    path("mon-dossier/<uuid:pk>/demande/", candidates.own_act, name="mon_dossier_demande"),
]
