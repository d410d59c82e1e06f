"""How a jury and its verdicts show in a terminal of 80 columns: a sign and a word, never colour alone."""

from collections.abc import Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from laureat.cli.spoken import Console
from laureat.jury import Examination, Jury, Ruling, Verdict
from laureat.jury.law import JuryLaw
from laureat.jury.members import Member
from laureat.jury.planning import Impossible, Proposal
from laureat.vocabulary.french import capital, enumeration, noun, plural

_SIGNS = {
    Ruling.TIENT: ("✓ tient", "green"),
    Ruling.MANQUE: ("✗ manque", "bold red"),
    Ruling.INDETERMINE: ("? à voir", "yellow"),
}
_WARNING = ("! tient", "yellow")


def console() -> Console:
    """A console that wraps at the width of the terminal, or at 80 columns."""
    return Console(highlight=False)


def show_examination(jury: Jury, law: JuryLaw, examination: Examination) -> None:
    """Print every rule with its article, its verdict, by how much, and what mends it; then the whole."""
    out = console()
    when = "à la délibération" if jury.sits else "à la nomination"
    out.print(Text(f"Jury, {law.title}, {when} : {_counted(jury)}", style="bold"))
    table = Table(show_lines=True, expand=True)
    table.add_column("Règle", width=15, overflow="fold")
    table.add_column("Verdict", width=9)
    table.add_column("Ce que dit la règle, ce qu'il en est", ratio=1)
    for verdict in examination.verdicts:
        table.add_row(_rule(verdict), _sign(verdict), _found(verdict))
    out.print(table)
    for sentence in law.not_understood:
        out.print(Text(f"? Phrase de la fiche non comprise, à lire vous-même : « {sentence} »", style="yellow"))
    for note in law.notes:
        out.print(Text(note))
    _conclude(out, examination)


def show_changes(came: Sequence[Member], left: Sequence[Member]) -> None:
    """Print who came and who left."""
    out = console()
    for sign, word, members in (("+", "entre", came), ("−", "sort", left)):
        for member in members:
            out.print(Text(f"{sign} {word} : {member.nom_complet}, {member.qualite.label}, {member.fonction_dite}"))
    if not came and not left:
        out.print("Aucun changement de membre.")


def show_proposal(proposal: Proposal, examination: Examination, target: Path | None) -> None:
    """Print the jury proposed, what was balanced, and where it was written."""
    out = console()
    table = Table(expand=True)
    for heading in ("Membre", "Qualité", "Fonction", "Établissement"):
        table.add_column(heading, ratio=1, overflow="fold")
    for member in proposal.jury.members:
        table.add_row(member.nom_complet, member.qualite.label, member.fonction_dite, member.etablissement)
    out.print(table)
    for remark in proposal.remarks:
        out.print(Text(f"• {capital(remark)}."))
    _conclude(out, examination)
    if target is not None:
        out.print(Text(f"Écrit dans {target}."))


def show_impossible(answer: Impossible) -> None:
    """Print the conditions that cannot hold together."""
    out = console()
    out.print(
        Text("✗ Aucun jury ne tient ensemble ces conditions ; une de moins, et il en existe un :", style="bold red")
    )
    for condition in answer.conditions:
        out.print(Text(f"• {capital(condition)}"))
    out.print(Text(f"Vivier : {answer.supply}."))
    for other in answer.otherwise:
        out.print(Text(f"Ou bien : {other}."))


def _counted(jury: Jury) -> str:
    text = plural(len(jury.seats), "membre")
    if jury.adjuncts:
        text += f", {plural(len(jury.adjuncts), 'examinateur adjoint', 'examinateurs adjoints')}"
    return text


def _rule(verdict: Verdict) -> Text:
    return Text.assemble((verdict.regle, "bold"), "\n", (verdict.article, "dim"))


def _sign(verdict: Verdict) -> Text:
    warned = verdict.verdict is Ruling.TIENT and verdict.avertissement
    words, style = _WARNING if warned else _SIGNS[verdict.verdict]
    return Text(words, style=style)


def _found(verdict: Verdict) -> Text:
    text = Text(verdict.texte, style="dim")
    if verdict.ecart:
        text.append(f"\n{capital(verdict.ecart)}.", style="not dim")
    if verdict.remede:
        text.append(f"\n→ {capital(verdict.remede)}.", style="not dim bold")
    return text


def _conclude(out: Console, examination: Examination) -> None:
    failing = [v.regle for v in examination.verdicts if v.verdict is Ruling.MANQUE]
    warned = len(examination.warnings)
    tail = f" {plural(warned, 'point')} à relever (! ou ?)." if warned else ""
    if examination.lawful and examination.unsettled:
        names = [verdict.regle for verdict in examination.silent or examination.unsettled]
        left = noun(len(names), "reste à établir", "restent à établir")
        if not examination.silent:
            left = f"{noun(len(names), 'reste', 'restent')} à juger, sur les mots de la fiche"
        told = f"? Jury indéterminé : {enumeration(names)} {left} ; qui signe le procès-verbal en répond."
        out.print(Text.assemble((told, "bold yellow"), tail))
        return
    if examination.lawful:
        out.print(Text.assemble(("✓ Jury régulier.", "bold green"), tail))
        return
    out.print(Text.assemble((f"✗ Jury irrégulier : {', '.join(failing)}.", "bold red"), tail))
    out.print(Text(f"Plus petit changement pour l'ensemble : {examination.remede}."))
