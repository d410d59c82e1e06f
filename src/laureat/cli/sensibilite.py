"""``laureat sensibilite``: who would change, were some numbers different."""

import json
from pathlib import Path

import click
import polars as pl
from rich.table import Table

from laureat.cli.common import EXISTING, console, distinct, say_law
from laureat.deliberation import cohort
from laureat.deliberation.reglement import SessionRules
from laureat.exchange.dossier import read_dossier
from laureat.reglements.donnees import lire_valeur
from laureat.rules import Parameter
from laureat.vocabulary import Decision, Mention, french

SHOWN = 30


@click.command()
@click.argument("dossier", type=EXISTING)
@click.option(
    "--si",
    "suppositions",
    multiple=True,
    required=True,
    metavar="NOM=VALEUR",
    help="Une supposition : U31=5, ou seuil_admission=9,5 ; l'option peut être répétée.",
)
@click.option("--hors-bornes", is_flag=True, help="Accepte une valeur que le nombre ne peut pas avoir.")
@click.option("--json", "as_json", is_flag=True, help="Écrit la liste en JSON.")
def sensibilite(dossier: Path, suppositions: tuple[str, ...], hors_bornes: bool, as_json: bool) -> None:
    """Dit qui changerait de résultat si un coefficient ou un seuil était autre."""
    read = read_dossier(dossier)
    read.require_unchanged()
    rules = read.rules
    values = _suppositions(rules, suppositions, hors_bornes)
    say_law(rules.reglement.avis, aside=as_json)
    other = rules.with_parameters(rules.parameters.with_values(values))
    changed = pl.concat(_changed(rules, other, batch) for batch in read.batches())
    if as_json:
        click.echo(json.dumps(changed.to_dicts(), ensure_ascii=False, indent=2))
        return
    if changed.is_empty():
        console.print(f"Avec {french.enumeration(suppositions)}, aucun résultat ne change.")
        return
    table = Table(
        title=f"Avec {french.enumeration(suppositions)} : {_count(changed.height)}",
        width=78,
    )
    for heading in ("Candidat", "Décision", "deviendrait"):
        table.add_column(heading)
    for row in changed.head(SHOWN).iter_rows(named=True):
        table.add_row(row["numero"], _issue(row, ""), _issue(row, "_si"))
    console.print(table)
    if changed.height > SHOWN:
        console.print(f"… et {french.plural(changed.height - SHOWN, 'autre')} (--json les donne tous).")


def _count(candidates: int) -> str:
    changes = french.noun(candidates, "changerait", "changeraient")
    return f"{french.plural(candidates, 'candidat')} {changes} de résultat"


def _issue(row: dict[str, str], suffix: str) -> str:
    mention = row[f"mention{suffix}"]
    told = f", mention {Mention[mention].label}" if mention else ""
    if row["certificat"] != row["certificat_si"]:
        told += f", {'avec' if row[f'certificat{suffix}'] == french.OUI else 'sans'} le certificat de fin d'études"
    if row["blocs"] != row["blocs_si"]:
        blocks = len(row[f"blocs{suffix}"].split())
        told += f", {french.plural(blocks, 'bloc attesté', 'blocs attestés')}" if blocks else ", aucun bloc attesté"
    return Decision[row[f"decision{suffix}"].upper()].label + told


def _suppositions(rules: SessionRules, texts: tuple[str, ...], anything: bool) -> dict[str, int]:
    """The values supposed, by parameter. A number that decides nothing, or a value that it cannot have, is refused."""
    deciding = _deciding(rules)
    if not deciding:
        raise click.UsageError(
            f"sensibilite n'a pas de sens pour {rules.reglement.title} ({rules.reglement.famille.titre}) : aucun "
            "nombre n'y décide."
        )
    distinct("--si", ((text.partition("=")[0].strip().removeprefix("coefficient_"), text) for text in texts))
    values = {}
    for text in texts:
        name, equals, value = text.partition("=")
        known = name if name in rules.parameters else f"coefficient_{name}"
        if not equals or known not in rules.parameters:
            choices = rules.reglement.famille.conduite.choix
            names = ", ".join(one.removeprefix("coefficient_") for one in deciding if one not in choices)
            raise click.BadParameter(f"« {text} » ; attendu : NOM=VALEUR, avec un nom parmi {names}")
        if known not in deciding:
            raise click.BadParameter(
                f"« {text} » : {name} ({rules.parameters[known].label}) n'entre dans aucun résultat"
            )
        if known in rules.reglement.famille.conduite.choix:
            raise click.BadParameter(
                f"« {text} » : {name} dit quelle règle s'applique, ce n'est pas un nombre ; écrire l'autre règle dans "
                "un fichier de données, et délibérer avec elle"
            )
        values[known] = _value(rules, rules.parameters[known], text, value, anything)
    return values


def _deciding(rules: SessionRules) -> list[str]:
    """The numbers that a rule reads on the way to a result, coefficients first."""
    read = frozenset[str]().union(*(rule.attributes for rule in rules.ruleset.rules))
    weighed = {unit.coefficient_name for unit in rules.units} if "coefficient" in read else set()
    return [name for name in rules.parameters if name in weighed or name in read]


def _value(rules: SessionRules, parameter: Parameter, text: str, value: str, anything: bool) -> int:
    try:
        found = lire_valeur(value, parameter.unit)
    except ValueError as error:
        raise click.BadParameter(f"« {text} » : {error}") from None
    low, high = parameter.bounds or rules.possible(parameter)
    if not anything and not low <= found <= high:
        what = "ses bornes" if parameter.bounds else "ce qu'il peut valoir"
        raise click.BadParameter(
            f"« {text} » : {value} sort de {what}, de {parameter.written(low)} à {parameter.written(high)} ; "
            "--hors-bornes pour l'essayer quand même"
        )
    return found


def _changed(rules: SessionRules, other: SessionRules, batch: pl.DataFrame) -> pl.DataFrame:
    now, then = cohort.deliberate(rules, batch), cohort.deliberate(other, batch)
    names = ("decision", "mention", "moyenne", "blocs", "certificat")
    both = batch.select("numero").hstack(now.select(names)).hstack(then.select(pl.col(names).name.suffix("_si")))
    text = both.with_columns(pl.all().cast(pl.String).fill_null(""))
    return text.filter(pl.any_horizontal(pl.col(name) != pl.col(f"{name}_si") for name in cohort.RESULTS))
