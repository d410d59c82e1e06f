"""Addresses of the VAE."""

from django.urls import path

from laureat.web.vae import candidate, jury, sittings, upkeep, views

urlpatterns = [
    path("vae/", views.index, name="vae"),
    path("vae/dossiers/<uuid:application>/", views.application, name="vae_dossier"),
    path("vae/dossiers/<uuid:application>/acte/", views.act, name="vae_acte"),
    path("vae/dossiers/<uuid:application>/decision/", views.decide, name="vae_decision"),
    path("vae/dossiers/<uuid:application>/document/<str:kind>/", candidate.paper, name="vae_papier"),
    path("vae/<str:numero>/", views.applications, name="vae_dossiers"),
    path("vae/<str:numero>/edition/", upkeep.upgrade, name="vae_edition"),
    path("vae/<str:numero>/effacer/", upkeep.erase, name="vae_effacer"),
    path("vae/<str:numero>/nouveau/", views.receive, name="vae_nouveau"),
    path("vae/<str:numero>/seances/", sittings.held, name="vae_seances"),
    path("vae/<str:numero>/seances/<int:number>/", sittings.sitting, name="vae_seance"),
    path("vae/<str:numero>/seances/<int:number>/approuver/", sittings.approve, name="vae_approuver"),
    path("vae/<str:numero>/seances/<int:number>/pv/", sittings.minutes, name="vae_pv"),
    path("vae/<str:numero>/jury/", jury.appointment, name="vae_jury"),
    path("mon-dossier/vae/<uuid:application>/", candidate.mine, name="mon_vae"),
]
