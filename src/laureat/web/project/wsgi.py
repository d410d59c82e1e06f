"""The WSGI application that waitress serves."""

import os

from django.core.wsgi import get_wsgi_application

from laureat.web import data_folder

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laureat.web.project.settings")
data_folder.close()
django = get_wsgi_application()

from laureat.web.project.public_files import with_results  # noqa: E402  (models are there once Django is set up)

application = with_results(django)
