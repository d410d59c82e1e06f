"""``laureat auditer``: what was altered, removed, added or moved behind the log of a session."""

import base64
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import click

from laureat.cli.common import EXISTING_FILE
from laureat.cli.held_outside import Held, gather
from laureat.cli.house_export import entries_of, read_house
from laureat.cli.spoken import Console, echo
from laureat.deliberation.reglement import Reglement
from laureat.grilles import Grid, read_grids
from laureat.records.audit import AuditFinding, AuditReport, Trouble, audit
from laureat.records.ed25519 import raw_public_key, verifier
from laureat.records.heads import against_the_house, forks, owing
from laureat.records.merkle import EMPTY_ROOT
from laureat.records.retention import periods_told
from laureat.records.signed_note import NoteKey
from laureat.records.treehead import SignedTreeHead
from laureat.reglements import charger
from laureat.session.certification import decider, framework_of
from laureat.session.framework import Framework
from laureat.session.grids_asked import KnownGrids
from laureat.session.house import HEADS_LOG
from laureat.session.replay import Edition, Engine, Law, Several, framework_at, replay_with
from laureat.session.state import LogState, SessionState
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import plural

EXIT_ALTERED = 1
NOT_HERE = "journal connu au-dehors"
PAGES = "pages publiques des résultats"
OF_NOBODY = "aucune session et aucune VAE de cette base n'a ce journal."
SHOWN = 50
"""How many findings are shown in the terminal; ``--json`` gives them all."""


@click.command("auditer")
@click.argument("journal", required=False, type=EXISTING_FILE)
@click.option(
    "--donnees",
    "data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Sans JOURNAL : le dossier des données dont la base est à vérifier, tous ses journaux l'un après l'autre.",
)
@click.option(
    "--maison",
    "house",
    type=EXISTING_FILE,
    metavar="FICHIER",
    help="Avec JOURNAL : l'export du journal de la maison, qui dit à qui sont les clés dont un procès-verbal est "
    "approuvé ; il est vérifié lui aussi.",
)
@click.option(
    "--cle-publique",
    "key",
    help="Clé publique Ed25519 qui signe les têtes d'arbre : fichier PEM, 32 octets en hexadécimal ou en base64, ou "
    "nom+identifiant+base64. "
    "Avec --donnees, celle du dossier par défaut.",
)
@click.option(
    "--temoin",
    "witnesses",
    multiple=True,
    metavar="FICHIER|URL",
    help="Ce que garde quelqu'un d'autre : un export plus ancien du journal (il désigne ce qui a changé, champ par "
    "champ), un point de contrôle, ou l'adresse d'un témoin, qui donne le sien ; répétable.",
)
@click.option(
    "--tete",
    "heads_held",
    multiple=True,
    metavar="ORIGINE:TAILLE:RACINE",
    help="Une tête que l'on tient d'un procès-verbal ou d'ailleurs : le journal doit en descendre ; répétable.",
)
@click.option(
    "--releve-ecole",
    "sheets",
    multiple=True,
    type=EXISTING_FILE,
    metavar="FICHIER",
    help="Le relevé de notes qu'un établissement a téléchargé et gardé : chaque note du journal qui n'est plus la "
    "sienne est nommée ; répétable.",
)
@click.option(
    "--grille",
    "grid_files",
    multiple=True,
    type=EXISTING_FILE,
    metavar="FICHIER",
    help="Avec JOURNAL : le fichier d'une grille que l'export ne contient pas ; les signataires de ses notes sont "
    "jugés par elle, comme ceux des grilles livrées et des siennes le sont toujours ; répétable.",
)
@click.option("--sans-decisions", "skip", is_flag=True, help="Ne pas recalculer les décisions.")
@click.option("--json", "as_json", is_flag=True, help="Écrire le constat en JSON.")
def auditer(
    journal: Path | None,
    data: Path | None,
    house: Path | None,
    key: str | None,
    witnesses: tuple[str, ...],
    heads_held: tuple[str, ...],
    sheets: tuple[Path, ...],
    grid_files: tuple[Path, ...],
    skip: bool,
    as_json: bool,
) -> None:
    """Vérifie le JOURNAL d'une session (export, une ligne JSON par fait), ou la base elle-même.

    L'arbre est reconstruit, les têtes signées vérifiées, chaque décision recalculée depuis les notes et les règles ;
    chaque fait modifié, manquant, ajouté ou déplacé est nommé. Code de sortie : 0 intact, 1 altéré, 2 illisible.
    """
    if (journal is None) == (data is None):
        raise click.UsageError("Donner un JOURNAL, ou --donnees et le dossier des données : l'un ou l'autre.")
    if journal is not None and key is None:
        raise click.UsageError("Un journal exporté se vérifie avec sa clé : --cle-publique.")
    if data is not None and house is not None:
        raise click.UsageError("--maison va avec un JOURNAL exporté : la base (--donnees) a le sien.")
    if data is not None and grid_files:
        raise click.UsageError("--grille va avec un JOURNAL exporté : la base (--donnees) a les siennes.")
    held = gather(heads_held, witnesses, sheets)
    grids = [one for path in grid_files for one in read_grids(path.read_bytes(), path.name)]
    if journal is not None:
        sound = _audit_export(journal, house, read_key(key or ""), held, as_json, decisions=not skip, grids=grids)
    else:
        assert data is not None
        sound = _audit_base(data.resolve(), key, skip, held, as_json)
    if not sound:
        sys.exit(EXIT_ALTERED)


def _audit_export(
    journal: Path,
    house_file: Path | None,
    key: bytes,
    held: Held,
    as_json: bool,
    *,
    decisions: bool,
    grids: Sequence[Grid],
) -> bool:
    """Audit one exported log, and that of the house where it is given; true when they are sound."""
    heads: list[SignedTreeHead] = []
    joined: list[object] = []
    witness = {number: payload for facts in held.payloads.values() for number, payload in facts.items()}
    house = read_house(house_file, key) if house_file else None
    keys = house.key if house else None
    until = house.until if house else ""
    signed = KnownGrids(grids, joined)
    beside = Several([signed, *held.sheets])
    verify = verifier(key)
    replay = replay_with(engine_of, decisions=decisions, beside=beside, keys=keys, until=until, verify=verify)
    report = audit(entries_of(journal, heads, joined), heads, verify, owing(replay, heads), witness)
    held.settle(key, report.log)
    report = report.with_((), [*signed.remarks(), *held.told_of_sheets(report.log)])
    report = report.with_([*forks(heads), *held.findings([report.log], report.tree)])
    if others := [origin for origin, _ in held.unknown()]:
        raise InvalidInput(
            [f"{origin} : c'est un autre journal que {report.log} ; auditer la base (--donnees)" for origin in others]
        )
    if as_json:
        values = as_values(report) | ({"maison": as_values(house.report)} if house else {})
        click.echo(json.dumps(values, ensure_ascii=False, indent=2))
        return report.sound and (house is None or house.report.sound)
    if house:
        echo("Journal de la maison")
        show(house.report)
        echo(f"\n{journal.name}")
    show(report)
    return report.sound and (house is None or house.report.sound)


def _audit_base(data: Path, key: str | None, skip: bool, held: Held, as_json: bool) -> bool:
    """Audit every log of a base, and those that others know; true when all are sound."""
    try:
        from laureat.web.project import audited, audited_house, audited_pages, derived
        from laureat.web.sealer import public
    except ModuleNotFoundError as error:
        raise click.ClickException(f"il manque {error.name} : installer laureat[web]") from None
    terms = periods_told(os.environ)
    public_key = read_key(key) if key else bytes.fromhex(public.public_keys(data).journal)
    reports: list[dict[str, object]] = []
    with audited.reading(data) as base:
        law = audited.law_of(base)
        engine, keys, others = _engine(law), public.by_use(data), audited.Others(base, law)
        house = audited_house.House(audited_house.kept(base), data, public_key)
        held.settle(public_key, house.origin)
        verify, logs, of_vae = verifier(public_key), audited.logs(base), audited.of_vae(base)
        told = audited_house.told(base, verify)
        replayed = partial(replay_with, engine, law, keys=others.approval_key, vae=others.validated, verify=verify)
        for log, named in logs:
            heads, of, name = audited.heads(base, log), of_vae.get(log, ""), named or f"autre journal ({log})"
            beside = derived.Beside(base, log, _frame(of, engine, law), others, terms, keys=keys)
            kept = Several([*([beside] if named else []), *held.sheets_of(log)])
            replay = replayed(decisions=not skip, beside=kept, of=of)
            replay = owing(replay, heads)
            report = audit(audited.entries(base, log), heads, verify, replay, held.payloads.get(log))
            report = report.with_(audited_house.waiting_unowned(base, log), held.told_of_sheets(log))
            report = report.with_([] if named else [AuditFinding(Trouble.INSERE, None, "", OF_NOBODY)])
            report = report.with_(against_the_house(report.tree, heads, told.get(log, ())))
            names = [log]
            if log == HEADS_LOG:
                names.append(house.origin)
                report = report.with_(audited_house.lost(told, [log for log, _ in logs]))
                report = report.with_(house.findings(report.tree, heads))
                report = report.with_((), house.remarks())
            report = report.with_(held.findings(names, report.tree))
            waiting = report.waiting
            reports.append({"journal": log, "nom": name, "sans_numero": waiting} | as_values(report))
            if not as_json:
                echo(f"\n{name}")
                show(report)
                if waiting:
                    told_waiting = plural(
                        waiting, "fait attend son numéro, donné", "faits attendent leur numéro, donné"
                    )
                    echo(f"{told_waiting} à la prochaine tête signée.")
    for origin, finding in held.unknown():
        report = AuditReport(0, EMPTY_ROOT, 0, 0, (finding,), 0, 0)
        reports.append({"journal": origin, "nom": NOT_HERE, "sans_numero": 0} | as_values(report))
        if not as_json:
            echo(f"\n{NOT_HERE} : {origin}")
            show(report)
    if (wrong := audited_pages.wrong(data)) is not None:
        report = AuditReport(0, EMPTY_ROOT, 0, 0, tuple(wrong), 0, 0)
        if wrong:
            reports.append({"journal": "", "nom": PAGES, "sans_numero": 0} | as_values(report))
        if not as_json:
            echo(f"\n{PAGES}")
            _conclude(report, "Chaque page est celle que les faits donnent.", "Pages altérées")
    if as_json:
        click.echo(json.dumps(reports, ensure_ascii=False, indent=2))
    elif not reports:
        echo("Cette base n'a aucun journal.")
    return all(report["intact"] for report in reports)


def read_key(text: str) -> bytes:
    """The 32 bytes of a public key, given by itself or as the name of a file that holds it."""
    path = Path(text)
    raw = path.read_bytes().strip() if len(text) < 1024 and path.is_file() else text.encode()
    decoders: tuple[Callable[[bytes], bytes], ...] = (
        bytes,
        lambda b: bytes.fromhex(b.decode()),
        base64.b64decode,
        lambda b: NoteKey.parse(b.decode()).public,
    )
    for read in decoders:
        try:
            return raw_public_key(read(raw))
        except ValueError:
            continue
    raise InvalidInput([f"« {text[:80]} » n'est ni un fichier PEM, ni une clé Ed25519 de 32 octets"])


def _engine(law: Callable[[str, int], Reglement | None]) -> Engine:
    """The rules of a session, by the règlement that the base keeps for its certification."""
    return lambda state: engine_of(state, law(state.opened.certification, state.year) if state.opened else None)


def _frame(of: str, engine: Engine, law: Law) -> Callable[[LogState], Framework]:
    """The frame of a log in the end. ``of``: the certification whose VAE log it is."""
    today = date.today().year
    return lambda state: engine(state).frame if isinstance(state, SessionState) else framework_at(law, of, today)


def engine_of(state: SessionState, reglement: Reglement | None = None) -> Edition:
    """The rules of a session, with the numbers confirmed in it. Raises InvalidInput.

    Without a règlement, that of the library which the session names.
    """
    opened = state.opened
    reglement = reglement or charger((opened.reglement or opened.certification) if opened else "")
    frame = framework_of(reglement.at(state.year), state.confirmed)
    return Edition(frame, decider(frame.law, {}), frame.rules, frame.ran, frame.versions)


def as_values(report: AuditReport) -> dict[str, object]:
    """The report as JSON values."""
    return {
        "intact": report.sound,
        "taille": report.size,
        "racine": report.root.hex(),
        "tetes": report.heads,
        "couverts": report.covered,
        "faits": report.facts,
        "decisions_recalculees": report.decisions,
        "remarques": list(report.remarks),
        "constats": [
            {
                "nature": finding.trouble.value,
                "numero": finding.number,
                "genre": finding.kind,
                "message": finding.message,
            }
            for finding in report.findings
        ],
    }


def show(report: AuditReport) -> None:
    """Print the report for a reader."""
    console = Console(highlight=False, soft_wrap=True)
    counts = (
        plural(report.size, "fait"),
        plural(report.heads, "tête signée", "têtes signées"),
        plural(report.decisions, "décision recalculée", "décisions recalculées"),
    )
    console.print(f"{', '.join(counts)}.")
    console.print(f"Racine de l'arbre : {report.root.hex()}")
    if report.covered < report.size:
        waiting = plural(report.size - report.covered, "fait n'a", "faits n'ont")
        console.print(f"{waiting} pas encore de tête signée.")
    for remark in report.remarks:
        console.print(remark, markup=False)
    _conclude(report, "Journal intact.", "Journal altéré")


def _conclude(report: AuditReport, sound: str, altered: str) -> None:
    """The verdict, and what was found."""
    console = Console(highlight=False, soft_wrap=True)
    if report.sound:
        console.print(f"[bold green]{sound}[/]")
        return
    console.print(f"[bold red]{altered} : {plural(len(report.findings), 'constat')}.[/]")
    for finding in report.findings[:SHOWN]:
        console.print(f" • {finding}", markup=False)
    if len(report.findings) > SHOWN:
        console.print(f" … et {plural(len(report.findings) - SHOWN, 'autre')} (option --json).")
