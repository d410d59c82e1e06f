"""The settings that mypy's Django plugin reads: the real ones, in a folder thrown away, no base named."""

import os
import tempfile

_FOLDER = tempfile.TemporaryDirectory()
os.environ["LAUREAT_DONNEES"] = _FOLDER.name
os.environ.pop("DATABASE_URL", None)

from laureat.web.project.settings import *  # noqa: E402, F403
