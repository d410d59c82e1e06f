"""``laureat declarer``: those who hold the certification, declared to the SI-CPF; then what it answered."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from laureat.cli.common import EXISTING_FILE, console, counting, say_law
from laureat.cli.days import day as read_day
from laureat.cli.days import require_order
from laureat.cli.spoken import echo, to_look_at
from laureat.exchange import cpf
from laureat.exchange.cpf_complements import read_complements
from laureat.exchange.cpf_passages import Award
from laureat.vocabulary import InputProblem, InvalidInput, VoieAcces
from laureat.vocabulary.french import enumeration, noun, number, plural, short_date

EXIT_LEFT_OUT = 1
UNKNOWN_ACCES = "INCONNU"
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_SHOWN = 20


@click.command()
@click.argument("dossier", type=_FOLDER, required=False)
@click.option("--infos", type=EXISTING_FILE, metavar="FICHIER.yaml", help="Les réglages, dont ceux de cpf.")
@click.option(
    "--date", "day", type=read_day, metavar="JJ/MM/AAAA", help="Date d'obtention ; deliberation.date à défaut."
)
@click.option(
    "--fin-validite",
    "end",
    type=read_day,
    metavar="JJ/MM/AAAA",
    help="Jusqu'à quand la certification vaut, si son certificateur lui donne un terme.",
)
@click.option(
    "--acces",
    multiple=True,
    type=click.Choice([*(str(acces) for acces in VoieAcces), UNKNOWN_ACCES], case_sensitive=False),
    metavar="ACCES",
    help="L'accès de qui vient par une voie qui en admet plusieurs : FI, CA, FC, CQ, CL, VAE (répétable), ou INCONNU.",
)
@click.option(
    "--complements",
    type=EXISTING_FILE,
    metavar="FICHIER",
    help="Ce que la liste ne dit pas, par candidat (CSV ou XLSX) ; non-declares.csv en est un à remplir.",
)
@click.option(
    "--compte-rendu",
    "reports",
    type=EXISTING_FILE,
    multiple=True,
    metavar="RAPPORT.xml",
    help="Compte rendu reçu (répétable) : ce qu'il accepte n'est plus envoyé.",
)
@click.option("--sans-les-incomplets", is_flag=True, help="Déclare ceux qui peuvent l'être ; liste les autres.")
@click.option(
    "--sortie",
    type=click.Path(path_type=Path),
    metavar="DECLARATION",
    help="Le dossier à écrire ; sans lui, les comptes rendus sont dits en clair.",
)
@click.option("--json", "as_json", is_flag=True, help="Écrire le bilan en JSON.")
def declarer(**given: Any) -> None:
    """Déclare au SI-CPF (accrochage) les titulaires d'un DOSSIER délibéré, et lit ses comptes rendus.

    Seuls les admis sont déclarés : des blocs ne sont pas la certification. Tout est vérifié avant d'être écrit. Codes
    de sortie : 0, tous les admis sont déclarés ; 1, des admis ne le sont pas, ou un compte rendu en refuse ; 2, rien
    n'est écrit.
    """
    asked = _Asked(**given)
    if asked.sortie is None:
        _tell(asked)
    else:
        _declare(asked, asked.sortie)


@dataclass(frozen=True)
class _Asked:
    """The command line."""

    dossier: Path | None
    infos: Path | None
    day: date | None
    end: date | None
    acces: tuple[str, ...]
    complements: Path | None
    reports: tuple[Path, ...]
    sans_les_incomplets: bool
    sortie: Path | None
    as_json: bool


def _declare(asked: _Asked, target: Path) -> None:
    from laureat.documents.infos import read_infos
    from laureat.exchange.cpf_declaring import Order, declare
    from laureat.exchange.cpf_rapport import read_reports
    from laureat.exchange.dossier import read_dossier

    if asked.dossier is None or asked.infos is None:
        raise click.UsageError("indiquer DOSSIER et --infos, avec --sortie")
    dossier, infos, now = read_dossier(asked.dossier), read_infos(asked.infos), datetime.now(UTC)
    dossier.require_unchanged()
    if dossier.a_blanc:
        raise InvalidInput(["cette session est à blanc : rien n'y est délivré, donc rien n'est à déclarer"])
    law, numero = dossier.rules.reglement, _sheet(dossier)
    deliberated = infos.day("deliberation.date")
    day = asked.day or deliberated
    _require(infos.missing(["cpf.client", "cpf.contrat"]), str(asked.infos), numero, day, asked.end, now.date())
    assert day is not None
    require_order(day, session=dossier.rules.session, deliberated=deliberated, today=now.date())
    award = Award(
        numero,
        dossier.rules.session,
        day,
        asked.end,
        infos["cpf.lot"],
        mentions=bool(law.famille.conduite.mentions),
        options=dict(law.options),
        acces=frozenset(VoieAcces(acces) for acces in asked.acces if acces != UNKNOWN_ACCES),
        unknown_acces=UNKNOWN_ACCES in asked.acces,
    )
    remarks: list[InputProblem] = []
    order = Order(
        target,
        cpf.Certification(infos["cpf.client"], infos["cpf.contrat"], numero, infos["cpf.emetteur"]),
        award,
        now,
        read_complements(asked.complements, remarks) if asked.complements else {},
        read_reports(asked.reports).accepted,
        asked.sans_les_incomplets,
    )
    to_look_at(remarks)
    say_law(law.avis, aside=asked.as_json)
    with counting("Candidats", dossier.effectif) as progress:
        summary = declare(order, dossier, progress)
    if asked.as_json:
        click.echo(json.dumps(summary.to_json(), ensure_ascii=False, indent=2))
    else:
        _show(summary, target)
    if summary.incomplete:
        sys.exit(EXIT_LEFT_OUT)


def _require(missing: list[str], infos: str, numero: str, day: date | None, end: date | None, today: date) -> None:
    """Who declares, what, and when it was obtained. Raises InvalidInput with all that is missing or wrong."""
    told = [InputProblem(f"la déclaration demande {enumeration(missing)}", infos)] if missing else []
    if fault := cpf.sheet_fault(numero):
        told.append(InputProblem(f"numéro de la fiche : {fault}"))
    if day is None:
        told.append(InputProblem("il manque la date d'obtention : --date, ou deliberation.date dans --infos"))
    elif day > today:
        came = f"le {short_date(day)}, date d'obtention, n'est pas venu"
        told.append(InputProblem(f"{came} : une certification se déclare quand elle est obtenue"))
    if day and end and end <= day:
        told.append(InputProblem(f"--fin-validite ({short_date(end)}) ne suit pas l'obtention ({short_date(day)})"))
    if told:
        raise InvalidInput(told)


def _show(summary: Any, target: Path) -> None:
    for name, count in summary.files.items():
        console.print(f"[bold]{target / name}[/] : {plural(count, 'passage')}, à déposer sur le portail.")
    if not summary.declared:
        console.print("Personne n'est à déclarer.")
    if summary.accepted:
        told = noun(summary.accepted, "déjà accepté, non renvoyé", "déjà acceptés, non renvoyés")
        console.print(f"{number(summary.accepted)} {told}.")
    if summary.others:
        counted = (f"{decision.label} {number(count)}" for decision, count in sorted(summary.others.items()))
        console.print(f"Sans la certification, donc non déclarés : {enumeration(counted)}.")
    if summary.incomplete:
        told = plural(summary.incomplete, "admis non déclaré", "admis non déclarés")
        console.print(f"[yellow]{told}[/], dans non-declares.csv avec ce qu'il faut faire pour chacun.")
        for numero, reasons in summary.left_out[:_SHOWN]:
            console.print(f" • candidat {numero} : {reasons}", markup=False, soft_wrap=True)
        if (more := summary.incomplete - _SHOWN) > 0:
            console.print(f" • et {plural(more, 'autre')}")


def _tell(asked: _Asked) -> None:
    """What the reports refuse, by candidate, and what to do."""
    from laureat.exchange.cpf_rapport import read_reports

    if not asked.reports:
        raise click.UsageError("indiquer --sortie, ou --compte-rendu")
    found = read_reports(asked.reports)
    refused = list(_refused(found.refused, asked))
    if asked.as_json:
        click.echo(json.dumps({"acceptes": len(found.accepted), "refuses": refused}, ensure_ascii=False, indent=2))
    else:
        console.print(f"{plural(len(found.accepted), 'passage accepté', 'passages acceptés')}.")
        for one in refused:
            who = " ".join(filter(None, (one["candidat"], one["nom"]))) or one["idTechnique"]
            echo(f" • {who} : {one['message'] or 'refusé sans message'}\n   À faire : {one['a_faire']}.")
        if refused:
            told = plural(len(refused), "passage refusé", "passages refusés")
            console.print(f"{told} : corriger, puis déclarer de nouveau avec les mêmes --compte-rendu.")
    if refused:
        sys.exit(EXIT_LEFT_OUT)


def _refused(found: Mapping[str, str], asked: _Asked) -> Iterator[dict[str, str]]:
    """Each refusal; whose it is, where the folder says."""
    from laureat.documents.infos import read_infos
    from laureat.exchange.cpf_passages import prefix
    from laureat.exchange.cpf_rapport import advice
    from laureat.exchange.dossier import read_dossier

    begins, names = "", dict[str, str]()
    if asked.dossier is not None:
        dossier, lot = read_dossier(asked.dossier), read_infos(asked.infos)["cpf.lot"] if asked.infos else ""
        begins = prefix(_sheet(dossier), dossier.rules.session, lot)
        wanted = {identifiant.removeprefix(begins) for identifiant in found}
        names = {
            one.numero: f"{one.identite.get('nom', '')} {one.identite.get('prenom', '')}".strip()
            for one in dossier.candidates()
            if one.numero in wanted
        }
    for identifiant, message in sorted(found.items()):
        numero = identifiant.removeprefix(begins)
        yield {
            "idTechnique": identifiant,
            "candidat": numero if begins and numero in names else "",
            "nom": names.get(numero, ""),
            "message": message,
            "a_faire": advice(message),
        }


def _sheet(dossier: Any) -> str:
    """The number of the register sheet of a folder; empty where it says none."""
    return str((dossier.fiche or {}).get("numero") or dossier.rules.reglement.numero)
