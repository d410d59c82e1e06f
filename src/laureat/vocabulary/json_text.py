"""JSON that anyone may have written: whatever is wrong with it is a ``json.JSONDecodeError``, and nothing else."""

import json
from typing import Any


def read_json(text: str | bytes) -> Any:
    """The value that a text says. Raises json.JSONDecodeError, in French where we say it, for all that cannot be read.

    Bytes are UTF-8, or tell otherwise. Lists nested without end and numbers of thousands of digits are refused, where
    ``json`` raises RecursionError and a bare ValueError.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except RecursionError:
        raise json.JSONDecodeError("des listes dans des listes, sans fin", "", 0) from None
    except UnicodeDecodeError as error:
        raise json.JSONDecodeError("ces octets ne sont pas du texte", "", error.start) from None
    except ValueError:
        raise json.JSONDecodeError("un nombre de plus de chiffres qu'on n'en lit", "", 0) from None
