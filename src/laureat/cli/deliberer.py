"""``laureat deliberer``: from a list of candidates to the folder of a deliberated session."""

import sys
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from laureat.cli.common import (
    ANY_PATH,
    EXISTING_FILE,
    console,
    counting,
    rules_options,
    say_law,
    sheet_options,
    worksheet_option,
)
from laureat.cli.law import rules_and_sheet
from laureat.cli.spoken import echo
from laureat.exchange.deliberating import Request, deliberate_file
from laureat.exchange.dossier import REMARKS, SYNTHESE
from laureat.exchange.judging import Divergence
from laureat.reglements.donnees import parametre
from laureat.rules import Parameter
from laureat.vocabulary import Decision, InputProblem, Mention
from laureat.vocabulary.french import number, plural

EXIT_DIVERGENCE = 3
REMARKS_SHOWN = 20


@click.command()
@click.argument("candidats", type=EXISTING_FILE)
@rules_options
@sheet_options
@worksheet_option
@click.option("--sortie", type=ANY_PATH, required=True, metavar="DOSSIER", help="Le dossier à écrire.")
@click.option(
    "--controle",
    type=click.Choice(["usuel", "integral"]),
    default="usuel",
    help="Qui est décidé une seconde fois, un par un : les cas proches d'un seuil et un tirage, ou tout le monde.",
)
@click.option("--explications", is_flag=True, help="Écrit aussi l'explication de chaque candidat.")
def deliberer(
    candidats: Path,
    reglement: str | None,
    session: int | None,
    parametres: Path | None,
    textes: Path,
    lier: str,
    imposer: str,
    fiche: Path | None,
    numero: str | None,
    feuille: str | None,
    sortie: Path,
    controle: str,
    explications: bool,
) -> None:
    """Délibère une liste de candidats (CSV, XLSX ou Parquet) et écrit le dossier de la session.

    Codes de sortie : 0, délibéré ; 2, des erreurs dans les fichiers, toutes dites, et rien n'est écrit ; 3, les deux
    calculs diffèrent, et rien n'est écrit.
    """
    rules, sheet = rules_and_sheet(
        reglement, session, parametres, fiche, numero, lier=lier, imposer=imposer, textes=textes
    )
    request = Request(
        source=candidats,
        rules=rules,
        target=sortie,
        fiche=sheet.to_json() if sheet else None,
        check_everyone=controle == "integral",
        explanations=explications,
        sheet=feuille,
    )
    replaces = (sortie / SYNTHESE).exists()
    remarks: list[InputProblem] = []
    try:
        with counting("Délibération") as progress:
            synthese = deliberate_file(request, progress, remarks)
    except Divergence as divergence:
        echo(str(divergence), err=True)
        sys.exit(EXIT_DIVERGENCE)
    show(synthese, sortie)
    if replaces:
        echo(f"À savoir : la session qui était dans {sortie} est remplacée.", err=True)
    if synthese["calcul"]:
        echo(f"À savoir : {synthese['calcul']}.", err=True)
    show_remarks(remarks)


_COLOURS = {Decision.ADMIS: "green", Decision.CONTROLE: "yellow", Decision.REMPLACEMENT: "yellow"}


def show(synthese: dict[str, Any], folder: Path) -> None:
    """The session in one screen: decisions, mentions, what rests on unconfirmed numbers."""
    total = synthese["effectif"]
    table = Table(title=f"{synthese['titre']} — session {synthese['session']}", title_justify="left", width=76)
    table.add_column("Décision")
    table.add_column("Candidats", justify="right")
    table.add_column("Part", justify="right")
    table.add_column("", width=24)
    for name, count in synthese["decisions"].items():
        decision = Decision[name.upper()]
        share = 1_000 * count // total if total else 0
        colour = _COLOURS.get(decision, "red" if decision is Decision.AJOURNE else "blue")
        bar = f"[{colour}]{'█' * (share * 24 // 1_000)}[/]"
        if count:
            table.add_row(decision.label.capitalize(), number(count), f"{share // 10},{share % 10} %", bar)
    console.print(table)
    mentions = ", ".join(
        f"{Mention[name].label} {number(count)}" for name, count in synthese["mentions"].items() if count
    )
    if mentions:
        console.print(f"Mentions : {mentions}.")
    if hypotheses := synthese["hypotheses"]:
        _show_unconfirmed([parametre(each["nom"], each) for each in hypotheses], synthese["certains"], total)
    say_law(synthese["avis"])
    if synthese["reserves"]:
        reserved = plural(synthese["reserves"], "décision ne peut être fixée", "décisions ne peuvent être fixées")
        console.print(f"{reserved} avant qu'un acte ne lève ce qui la réserve (colonne reserves).")
    if synthese["avertis"]:
        warned = plural(synthese["avertis"], "candidat porte", "candidats portent")
        console.print(f"{warned} un avertissement (colonne avertissements).")
    console.print(f"Écrit dans [bold]{folder}[/] ; empreinte des règles {synthese['empreinte_regles'][:16]}.")


def _show_unconfirmed(numbers: list[Parameter], certain: int, total: int) -> None:
    """The numbers that nobody read in words, what rests on them, and how one gives what was read."""
    uncertain = total - certain
    sure = plural(certain, "résultat est certain", "résultats sont certains")
    told = f"{sure}, quelles que soient leurs valeurs ; {plural(uncertain, 'en dépend', 'en dépendent')}"
    if not uncertain:
        told = "aucun résultat n'en dépend, quelles que soient leurs valeurs"
    console.print(f"Nombres du règlement non confirmés : {told}.")
    for unread in numbers:
        console.print(f"  • {unread.asked} : « {unread.key} »", markup=False)
    console.print(
        "  Pour donner ceux que vous avez lus, --parametres FICHIER, une ligne par nombre, avec le texte et le jour où "
        "vous l'avez lu :",
        soft_wrap=True,
    )
    console.print(f"    {numbers[0].as_read}", markup=False, soft_wrap=True)
    console.print("  Une valeur seule est essayée, et reste non confirmée. Lus par deux personnes, ils valent ensuite")
    console.print("  pour toutes les délibérations : laureat texte proposer, puis laureat texte confirmer.")


def show_remarks(remarks: list[InputProblem]) -> None:
    """What a person should look at in the list: on the error output, for nothing was stopped."""
    if not remarks:
        return
    echo(f"À regarder dans la liste ({plural(len(remarks), 'remarque')}, tout est dans {REMARKS}) :", err=True)
    for remark in remarks[:REMARKS_SHOWN]:
        echo(f"• {remark}", err=True)
    if len(remarks) > REMARKS_SHOWN:
        echo(f"… et {plural(len(remarks) - REMARKS_SHOWN, 'autre')}.", err=True)
