"""``laureat rejouer``: decide a recorded session again, and compare."""

import sys
from pathlib import Path

import click
import polars as pl

from laureat import __version__
from laureat.cli.common import EXISTING, console, counting, say_law
from laureat.deliberation.paths import Columns
from laureat.exchange.candidates import read_candidates
from laureat.exchange.deliberating import decide_batch
from laureat.exchange.dossier import CANDIDATES, DECISIONS, Dossier, file_digest, read_dossier
from laureat.exchange.judging import COLUMNS
from laureat.exchange.spec import Spec
from laureat.reglements.empreinte import empreinte_de_ce_qui_tourne, versions
from laureat.vocabulary.french import number, plural

EXIT_DIFFERENT = 1


@click.command()
@click.argument("dossier", type=EXISTING)
def rejouer(dossier: Path) -> None:
    """Rejoue la délibération d'un dossier avec les règles et les nombres qu'il contient, et compare chaque champ.

    Codes de sortie : 0, tout est identique ; 1, quelque chose diffère ; 2, le dossier est illisible.
    """
    read = read_dossier(dossier)
    say_law(read.rules.reglement.avis)
    told: list[str] = []
    if read.rules.digest != read.synthese["empreinte_regles"]:
        told.append(
            f"les règles ne sont plus celles du dossier (moteur {read.synthese['version_moteur']}, "
            f"édition {read.synthese['edition']} ; ici moteur {__version__}, édition {read.rules.reglement.edition})"
        )
    remarks = _other_sources(read)
    if file_digest(dossier / CANDIDATES) != read.synthese["empreinte_candidats"]:
        told.append("les candidats du dossier ont été modifiés depuis la délibération")
    recorded = pl.scan_parquet(dossier / DECISIONS)
    columns = Columns(read.rules)
    done = 0
    with counting("Relecture", read.synthese["effectif"]) as progress:
        for batch in read_candidates(dossier / CANDIDATES, Spec(read.rules), stored=True):
            again = decide_batch(columns, batch).select(COLUMNS)
            then = recorded.slice(done, batch.height).select(COLUMNS).collect()
            told += _differences(then, again)
            done += batch.height
            progress(done)
    if done != read.synthese["effectif"]:
        told.append(f"{plural(done, 'candidat')} au lieu de {number(read.synthese['effectif'])}")
    for line in remarks:
        click.echo(f"À savoir : {line}", err=True)
    if told:
        for line in told:
            click.echo(f"• {line}", err=True)
        sys.exit(EXIT_DIFFERENT)
    console.print(
        f"{plural(done, 'décision rejouée : identique', 'décisions rejouées : toutes identiques')}, champ par champ."
    )


def _other_sources(read: Dossier) -> list[str]:
    """What has changed since in what runs, whether or not a decision did."""
    then, now = read.synthese.get("versions", {}), versions()
    said = [
        f"{name} était en version {then.get(name, 'inconnue')}, ici {version}"
        for name, version in now.items()
        if then.get(name) != version
    ]
    if read.synthese.get("empreinte_sources") != empreinte_de_ce_qui_tourne(read.rules.reglement.famille):
        said.append("les sources qui décident ne sont plus celles du dossier")
    return said


def _differences(then: pl.DataFrame, again: pl.DataFrame) -> list[str]:
    if then.height != again.height:
        recorded = plural(then.height, "décision enregistrée", "décisions enregistrées")
        return [f"{recorded} pour {plural(again.height, 'candidat')}"]
    text = pl.all().cast(pl.String).fill_null("")
    before, after = then.select(text), again.select(text)
    if before.equals(after):
        return []
    return [
        f"candidat {a['numero']} : {name} était « {b[name]} », devient « {a[name]} »"
        for b, a in zip(before.iter_rows(named=True), after.iter_rows(named=True), strict=True)
        for name in COLUMNS
        if b[name] != a[name]
    ]
