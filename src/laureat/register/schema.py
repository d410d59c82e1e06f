"""The JSON Schema of ``laureat fiche --json``, published with the package: ``python -m laureat.register.schema``."""

import json
from importlib import resources
from typing import Any

from laureat.register import json_form
from laureat.register.comparison import EcartCompetences
from laureat.register.model import Fiche

IDENTIFIER = "https://laureat.example/schemas/fiche.schema.json"


def generated_schema() -> dict[str, Any]:
    """The schema, drawn from the model and from the sentences under its fields."""
    return json_form.schema(
        Fiche,
        title="Fiche du RNCP ou du RS, telle que « laureat fiche --json » l'écrit",
        identifier=IDENTIFIER,
        derived={"ecarts_competences": EcartCompetences},
    )


def published_schema() -> dict[str, Any]:
    """The schema that comes with the package (``fiche.schema.json``)."""
    text = (resources.files("laureat.register") / "fiche.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


if __name__ == "__main__":
    print(json.dumps(generated_schema(), ensure_ascii=False, indent=2))
