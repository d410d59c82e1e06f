"""The sealer of the tests: asked without a socket, in the process of the test, by the same messages.

Each base has a memory of its own: all have logs of the same names.
"""

import hashlib
from pathlib import Path

from django.db import connections

from laureat.web.sealer import client
from laureat.web.strongroom import answering, keys, memory


def install() -> None:
    """Have the client ask the sealer of this process."""
    keys.prepare()
    client.CHANNEL[0] = answering.answer
    memory.place = memory_of_the_base


def memory_of_the_base() -> Path:
    """The memory of the base to which Django is pointed."""
    told = connections["default"].settings_dict
    name = hashlib.sha256(f"{told['NAME']} {told['HOST']}".encode()).hexdigest()[:16]
    return keys.folder() / f"tetes-{name}.json"
