"""Addresses of the grids."""

from django.urls import path

from laureat.web.grids import files, jury, livret, proofs, tutors, views, workshop

urlpatterns = [
    path("sessions/<uuid:pk>/journal/export/", files.log_export, name="journal_export"),
    path("sessions/<uuid:pk>/grilles/", views.grids, name="grilles"),
    path("sessions/<uuid:pk>/grilles/charger/", files.load, name="grille_charger"),
    path("sessions/<uuid:pk>/grilles/<str:unit>/", views.group, name="grille_groupe"),
    path("sessions/<uuid:pk>/grilles/<str:unit>/fichier/", files.written, name="grille_fichier"),
    path("sessions/<uuid:pk>/grilles/<str:unit>/classeur/", files.workbook, name="grille_classeur"),
    path("sessions/<uuid:pk>/grilles/<str:unit>/relire/", files.read_back, name="grille_relire"),
    path("sessions/<uuid:pk>/grilles/<str:unit>/<uuid:candidate>/", views.one, name="grille"),
    path("sessions/<uuid:pk>/grilles/<str:unit>/<uuid:candidate>/croix/", views.cross, name="grille_croix"),
    path("sessions/<uuid:pk>/grilles/<str:unit>/<uuid:candidate>/arreter/", views.settle, name="grille_arreter"),
    path("sessions/<uuid:pk>/grilles/<str:unit>/harmoniser/", jury.page, name="grille_harmoniser"),
    path("sessions/<uuid:pk>/grilles/<str:unit>/<uuid:candidate>/preuves/", proofs.add, name="preuve_joindre"),
    path("sessions/<uuid:pk>/preuves/<uuid:piece>/", proofs.show, name="preuve"),
    path("sessions/<uuid:pk>/preuves/<uuid:piece>/retirer/", proofs.remove, name="preuve_retirer"),
    path("sessions/<uuid:pk>/grilles/<str:unit>/<uuid:candidate>/tuteur/", tutors.invite, name="tuteur_inviter"),
    path("sessions/<uuid:pk>/tuteurs/<int:link>/fermer/", tutors.close, name="tuteur_fermer"),
    path("sessions/<uuid:pk>/livret/<uuid:candidate>/", livret.page, name="livret"),
    path("atelier/", workshop.home, name="atelier"),
    path("atelier/<slug:language>/", workshop.shell, name="atelier_page"),
    path("atelier/service.js", workshop.worker, name="atelier_service"),
    path("atelier/<slug:language>/manifeste.webmanifest", workshop.manifest, name="atelier_manifeste"),
    path("atelier/api/revoque/", workshop.revoked, name="atelier_revoque"),
    path("atelier/api/etat/", workshop.state, name="atelier_etat"),
    path("atelier/api/appareils/", workshop.devices, name="atelier_appareils"),
    path("atelier/api/appareils/<uuid:device>/revoquer/", workshop.revoke, name="atelier_revoquer"),
    path("atelier/api/paquet/<uuid:pk>/<str:unit>/", workshop.package, name="atelier_paquet"),
    path("atelier/api/envoi/", workshop.receive, name="atelier_envoi"),
    path("tuteur/<str:token>/", tutors.page, name="tuteur"),
    path("tuteur/<str:token>/croix/", tutors.cross, name="tuteur_croix"),
    path("tuteur/<str:token>/preuve/", tutors.proof, name="tuteur_preuve"),
    path("tuteur/<str:token>/signer/", tutors.sign, name="tuteur_signer"),
]
