"""Addresses of the outbox."""

from django.urls import path

from laureat.web.mails import views

urlpatterns = [
    path("envois/", views.outbox, name="envois"),
    path("envois/textes/", views.wordings, name="envois_textes"),
    path("envois/textes/<str:kind>/", views.wording, name="envois_texte"),
    path("envois/<uuid:pk>/", views.message, name="envoi"),
]
