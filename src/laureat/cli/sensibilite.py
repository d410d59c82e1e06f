"""``laureat sensibilite``: who would change, were some numbers different."""

import json
from pathlib import Path

import click
import polars as pl
from rich.table import Table

from laureat.cli.common import EXISTING, console
from laureat.deliberation import cohort
from laureat.deliberation.reglement import SessionRules
from laureat.exchange.candidates import read_candidates
from laureat.exchange.dossier import CANDIDATES, read_dossier
from laureat.exchange.spec import Spec
from laureat.reglements.donnees import lire_valeur
from laureat.vocabulary import Decision
from laureat.vocabulary.french import plural

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
@click.option("--json", "as_json", is_flag=True, help="Écrit la liste en JSON.")
def sensibilite(dossier: Path, suppositions: tuple[str, ...], as_json: bool) -> None:
    """Dit qui changerait de résultat si un coefficient ou un seuil était autre."""
    rules = read_dossier(dossier).rules
    other = rules.with_parameters(rules.parameters.with_values(_suppositions(rules, suppositions)))
    stored = read_candidates(dossier / CANDIDATES, Spec(rules), stored=True)
    changed = pl.concat(_changed(rules, other, batch) for batch in stored)
    if as_json:
        click.echo(json.dumps(changed.to_dicts(), ensure_ascii=False, indent=2))
        return
    if changed.is_empty():
        console.print(f"Avec {', '.join(suppositions)}, aucun résultat ne change.")
        return
    table = Table(
        title=f"Avec {', '.join(suppositions)} : {plural(changed.height, 'résultat change', 'résultats changent')}",
        width=78,
    )
    for heading in ("Candidat", "Décision", "deviendrait"):
        table.add_column(heading)
    for row in changed.head(SHOWN).iter_rows(named=True):
        table.add_row(row["numero"], _issue(row, ""), _issue(row, "_si"))
    console.print(table)
    if changed.height > SHOWN:
        console.print(f"… et {plural(changed.height - SHOWN, 'autre')} (--json les donne tous).")


def _issue(row: dict[str, str], suffix: str) -> str:
    mention = row[f"mention{suffix}"]
    return Decision[row[f"decision{suffix}"].upper()].label + (f", mention {mention}" if mention else "")


def _suppositions(rules: SessionRules, texts: tuple[str, ...]) -> dict[str, int]:
    values = {}
    for text in texts:
        name, equals, value = text.partition("=")
        known = name if name in rules.parameters else f"coefficient_{name}"
        if not equals or known not in rules.parameters:
            raise click.BadParameter(
                f"« {text} » ; attendu : NOM=VALEUR, avec un nom parmi {', '.join(rules.parameters)}"
            )
        try:
            values[known] = lire_valeur(value, rules.parameters[known].unit)
        except ValueError as error:
            raise click.BadParameter(f"« {text} » : {error}") from None
    return values


def _changed(rules: SessionRules, other: SessionRules, batch: pl.DataFrame) -> pl.DataFrame:
    now, then = cohort.deliberate(rules, batch), cohort.deliberate(other, batch)
    names = ("decision", "mention", "moyenne")
    both = batch.select("numero").hstack(now.select(names)).hstack(then.select(pl.col(names).name.suffix("_si")))
    text = both.with_columns(pl.all().cast(pl.String).fill_null(""))
    return text.filter((pl.col("decision") != pl.col("decision_si")) | (pl.col("mention") != pl.col("mention_si")))
