"""Addresses of the jobs."""

from django.urls import path

from laureat.web.jobs import views

urlpatterns = [
    path("travaux/", views.jobs, name="travaux"),
    path("travaux/<uuid:pk>/", views.job, name="travail"),
    path("travaux/<uuid:pk>/acte/", views.job_act, name="travail_acte"),
    path("travaux/<uuid:pk>/fichier/<int:rank>/", views.job_file, name="travail_fichier"),
]
