"""The WSGI application that waitress serves."""

import os

from django.core.wsgi import get_wsgi_application

from laureat.web import data_folder

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laureat.web.project.settings")
data_folder.close()
application = get_wsgi_application()
