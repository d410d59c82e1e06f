"""``laureat demo``: the main job on real input, from the register sheet to papers and credentials that verify."""

import contextlib
import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import click
from rich.console import Group
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from laureat.cli import expliquer
from laureat.cli.common import ANY_PATH, console
from laureat.cli.deliberer import show
from laureat.exchange.dossier import Dossier, Result, read_dossier
from laureat.exchange.jury import write_jury
from laureat.exchange.places import REPLACE
from laureat.jury.demonstration import demonstration_jury
from laureat.vocabulary import Decision, InvalidInput
from laureat.vocabulary.french import plural

REGLEMENT = "RNCP35697"
SEED = "2026"
CANDIDATES = "200"
DATE = "06/07/2026"
MARK = ".demonstration"
"""The file by which a folder is known as one of ours, which may be made again."""
DECISIVE = frozenset({"moyenne", "moyenne_professionnelle", "moyenne_apres_controle", "premier_groupe", "decision"})
"""The values whose sentences the demonstration shows; ``laureat expliquer`` shows them all."""


@dataclass(frozen=True)
class Step:
    """One step of the demonstration: what is said while it runs, and the command a person would type."""

    label: str
    command: tuple[str, ...]
    code: int = 0
    """The exit code that is expected."""

    @property
    def line(self) -> str:
        """The command as typed in a shell."""
        return "laureat " + " ".join(self.command)


@click.command()
@click.option("--dossier", type=ANY_PATH, default=Path("demo"), show_default=True, help="Où écrire la démonstration.")
def demo(dossier: Path) -> None:
    """Joue tout le parcours sur la fiche RNCP35697 et une session fictive de 200 candidats."""
    _require_ours(dossier)
    dossier.mkdir(parents=True, exist_ok=True)
    (dossier / MARK).touch()
    for made in ("session", "titres", "papiers"):
        shutil.rmtree(dossier / made, ignore_errors=True)
    write_jury(demonstration_jury(), dossier / "jury.csv")
    with _progress() as run:
        for step in _session(dossier):
            run(step)
        session = read_dossier(dossier / "session")
        example = nearest_to_admission(session)
        for step in (*_jury(dossier), *_papers(dossier)):
            run(step)
        checked = [(step, run(step)) for step in _verifications(dossier)]
    show(session.synthese, dossier / "session")
    console.print("\n[bold]Un candidat au seuil, expliqué[/]")
    explanation = session.explain(example)
    decisive = tuple(step for step in explanation.steps if step.gives in DECISIVE)
    expliquer.show(replace(explanation, steps=decisive, certainty=(), rights=()), console)
    console.print("\n[bold]Vérifiés à l'instant, comme le ferait un employeur[/]")
    for step, output in checked:
        console.print(f"  [green]✓[/] {step.label} : {_first_line(output)}")
    _farewell(dossier, example.candidate.numero)


def _require_ours(folder: Path) -> None:
    """The place is free, or holds a demonstration: nothing of anyone else's is erased. Raises InvalidInput."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        told = "contient autre chose qu'une démonstration ; en indiquer un autre (--dossier)"
        raise InvalidInput([f"{folder} existe déjà et {told}"])


def _session(folder: Path) -> Iterator[Step]:
    sheet, cohort, session = folder / "fiche.json", folder / "candidats.csv", folder / "session"
    yield Step("Lecture de la fiche RNCP35697", ("fiche", REGLEMENT, "--json", str(sheet), REPLACE))
    made = ("cohorte", "--reglement", REGLEMENT, "--candidats", CANDIDATES, "--graine", SEED, str(cohort), REPLACE)
    yield Step("Cohorte fictive de 200 candidats", made)
    decided = ("deliberer", str(cohort), "--reglement", REGLEMENT, "--sortie", str(session), "--explications")
    yield Step("Délibération, par deux calculs qui se contrôlent", decided)


def _jury(folder: Path) -> Iterator[Step]:
    yield Step("Composition du jury", ("jury", "verifier", str(folder / "jury.csv"), "--reglement", REGLEMENT))


def _papers(folder: Path) -> Iterator[Step]:
    infos, session, titles = folder / "infos.yaml", folder / "session", folder / "titres"
    keys = folder / "cles"
    keys.mkdir(exist_ok=True)
    if not infos.exists():
        yield Step("Réglages des papiers", ("emettre", "--modele-infos", str(infos)))
    for name, usage, label in (("titres.pem", "titres", "Clé des titres"), ("2ddoc.pem", "2ddoc", "Clé des 2D-Doc")):
        if not (keys / name).exists():
            yield Step(f"{label}, de démonstration", ("attester", "--nouvelle-cle", str(keys / name), "--usage", usage))
    signed = ("attester", str(session), "--cle", str(keys / "titres.pem"), "--sortie", str(titles), "--date", DATE)
    yield Step("Titres numériques signés", (*signed, "--infos", str(infos), "--cle-2ddoc", str(keys / "2ddoc.pem")))
    given = ("--jury", str(folder / "jury.csv"), "--infos", str(infos), "--date", DATE, "--titres", str(titles))
    issued = ("emettre", str(session), *given, "--cle-2ddoc", str(keys / "2ddoc.pem"))
    yield Step("Relevés, diplômes, attestations, procès-verbal", (*issued, "--sortie", str(folder / "papiers")))


def _verifications(folder: Path) -> Iterator[Step]:
    trust = folder / "confiance.json"
    trust.write_bytes((folder / "titres" / "confiance.json").read_bytes())
    numero = min((folder / "titres" / "diplomes").glob("*.json")).stem
    for label, pattern, code in (
        ("le diplôme numérique", f"titres/diplomes/{numero}.json", 0),
        ("un bloc de compétences", "titres/blocs/*.json", 0),
        ("le badge d'un diplôme", f"titres/badges/{numero}.png", 0),
        ("le diplôme en PDF, sans cachet et au code d'essai", f"papiers/**/diplome-{numero}-*.pdf", 12),
    ):
        found = sorted(folder.glob(pattern))
        if found:
            given = ("--confiance", str(trust), "--statuts", str(folder / "titres" / "statuts"))
            yield Step(label, ("verifier", str(found[0]), *given), code)


def nearest_to_admission(session: Dossier) -> Result:
    """The candidate, not admitted at once, whose average is nearest to that of admission."""
    threshold = Fraction(session.rules.parameters["seuil_admission"].known, 100)
    refused = (
        result for result in session.results() if result.outcome.decision in (Decision.CONTROLE, Decision.AJOURNE)
    )
    return min(refused, key=lambda result: abs((result.outcome.average or Fraction(0)) - threshold))


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[Step], str]]:
    """Runs the steps one after the other, each being told; what they print is returned."""
    columns = (
        SpinnerColumn(),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=None)

        def run(step: Step) -> str:
            progress.update(task, description=step.label)
            output = io.StringIO()
            with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
                _call(step)
            progress.console.print(f"[green]✓[/] {step.label}")
            progress.console.print(Text(f"    {step.line}", style="dim"), soft_wrap=True)
            progress.advance(task)
            return output.getvalue()

        yield run


def _call(step: Step) -> None:
    from laureat.cli.main import laureat

    try:
        laureat.main(list(step.command), prog_name="laureat", standalone_mode=False)
    except SystemExit as end:
        if end.code != step.code:
            raise click.ClickException(f"l'étape « {step.line} » a échoué") from end


def _first_line(output: str) -> str:
    lines = (line.strip(" │╭╮╰╯─✓") for line in output.splitlines())
    return next((line for line in lines if line), "")


def _farewell(folder: Path, numero: str) -> None:
    papers = sum(1 for _ in (folder / "papiers").rglob("*.pdf"))
    titles = sum(1 for kind in ("diplomes", "blocs") for _ in (folder / "titres" / kind).glob("*.json"))
    signed = plural(titles, "titre Open Badges 3.0 signé", "titres Open Badges 3.0 signés")
    made = [
        f"{folder}/fiche.json            la fiche du registre, lue en entier",
        f"{folder}/candidats.csv         200 candidats fictifs, sur les dix voies",
        f"{folder}/session/              décisions, explications, règles : de quoi tout rejouer",
        f"{folder}/jury.csv              un jury régulier",
        f"{folder}/papiers/              {plural(papers, 'papier')} PDF/A-3a et PDF/UA-1",
        f"{folder}/titres/               {signed}",
        f"{folder}/confiance.json        la liste de confiance d'un vérificateur",
    ]
    tries = [
        f".venv/bin/laureat expliquer {folder}/session --candidat {numero}",
        f".venv/bin/laureat sensibilite {folder}/session --si U31=5",
        f".venv/bin/laureat rejouer {folder}/session",
        ".venv/bin/laureat fiche RNCP35697",
        "make serve        l'application, avec une session de démonstration",
    ]
    console.print()
    console.print(Panel(Group(*(Text(line) for line in made)), title="Ce qui est fait", title_align="left"))
    console.print(Panel(Group(*(Text(line) for line in tries)), title="À essayer ensuite", title_align="left"))
