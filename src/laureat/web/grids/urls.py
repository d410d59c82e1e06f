"""Addresses of the grids."""

from django.urls import path

from laureat.web.grids import files, views

urlpatterns = [
    path("sessions/<uuid:pk>/grilles/", views.grids, name="grilles"),
    path("sessions/<uuid:pk>/grilles/charger/", files.load, name="grille_charger"),
    path("sessions/<uuid:pk>/grilles/<str:unit>/", views.group, name="grille_groupe"),
    path("sessions/<uuid:pk>/grilles/<str:unit>/classeur/", files.workbook, name="grille_classeur"),
    path("sessions/<uuid:pk>/grilles/<str:unit>/relire/", files.read_back, name="grille_relire"),
    path("sessions/<uuid:pk>/grilles/<str:unit>/<uuid:candidate>/", views.one, name="grille"),
    path("sessions/<uuid:pk>/grilles/<str:unit>/<uuid:candidate>/croix/", views.cross, name="grille_croix"),
    path("sessions/<uuid:pk>/grilles/<str:unit>/<uuid:candidate>/arreter/", views.settle, name="grille_arreter"),
]
