"""How a sheet of the register shows in a terminal of 80 columns or more: words and signs, never colour alone."""

from collections.abc import Sequence
from datetime import date

from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from laureat.cli.spoken import Console
from laureat.register import Bloc, CodeLibelle, Fiche, ModeEvaluation, compare_competences
from laureat.reglements.bac_pro.ecarts import ecarts_fiche_code
from laureat.vocabulary import VoieAcces
from laureat.vocabulary.french import enumeration, plural, written_date

_CATEGORIES = ("A", "B", "C")
_LEGEND = (
    "A : voie scolaire publique ou sous contrat, CFA habilité, formation continue publique. "
    "B : hors contrat, CFA non habilité, formation continue privée, à distance, par l'expérience. "
    "C : formation continue en établissement public habilité au CCF intégral. – : non offert."
)
_UNSAID = " * : la fiche ne dit pas si l'épreuve est ponctuelle."


def show_sheet(fiche: Fiche, today: date) -> None:
    """Print one sheet: identity, routes and jury, blocks, differences, and what was not understood."""
    out = Console(highlight=False)
    out.print(Panel(_identity(fiche), title=Text(fiche.numero, style="bold"), title_align="left", expand=True))
    out.print(_routes(fiche))
    _juries(out, fiche)
    if fiche.blocs:
        out.print(_blocks(fiche))
        if any(bloc.modes for bloc in fiche.blocs):
            unsaid = any(mode.mode == "non_precise" for bloc in fiche.blocs for mode in _modes(bloc))
            out.print(Text(_LEGEND + (_UNSAID if unsaid else ""), style="dim"))
    elif fiche.repertoire == "RS":
        out.print(Text("Répertoire spécifique : la certification est d'un seul tenant, sans bloc.\n"))
    _competence_gaps(out, fiche)
    _code_gaps(out, fiche, today)
    _leftovers(out, fiche)


def show_list(fiches: Sequence[Fiche], others: int, source: str) -> None:
    """Print the sheets of a file, and how to see one of them."""
    out = Console(highlight=False)
    table = Table(title=plural(len(fiches) + others, "fiche"), title_justify="left", expand=True)
    table.add_column("Numéro", no_wrap=True)
    table.add_column("Niveau", justify="center")
    table.add_column("État", no_wrap=True)
    table.add_column("Intitulé", ratio=1)
    for fiche in fiches:
        table.add_row(fiche.numero, str(fiche.niveau or "–"), _state(fiche.actif), Text(fiche.intitule))
    out.print(table)
    if others:
        out.print(Text(f"… et {plural(others, 'autre')}."))
    out.print(Text(f"Pour en lire une : laureat fiche {source} --numero {fiches[0].numero}"))


def _identity(fiche: Fiche) -> Group:
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(ratio=1)
    for label, words in _facts(fiche):
        if words:
            facts.add_row(label, Text(words))
    return Group(Text(fiche.intitule, style="bold"), Text(""), facts)


def _facts(fiche: Fiche) -> list[tuple[str, str]]:
    level = fiche.niveau_libelle or (f"Niveau {fiche.niveau}" if fiche.niveau else "")
    return [
        ("État", " · ".join(part for part in (_state(fiche.actif), fiche.etat_fiche or "") if part)),
        ("Niveau", level),
        ("Options", " ; ".join(fiche.options)),
        ("Première session", str(fiche.premiere_session or "")),
        ("Certificateur", "\n".join(_certifiers(fiche))),
        ("NSF", _codes(fiche.codes_nsf)),
        ("Formacode", _codes(fiche.formacodes)),
        ("ROME", _codes(fiche.codes_rome)),
        ("Dates", _dates(fiche)),
        ("Base légale", "\n".join(_legal_base(fiche))),
        ("Remplace", ", ".join(other.numero for other in fiche.anciennes_certifications or ())),
        ("Remplacée par", ", ".join(other.numero for other in fiche.nouvelles_certifications or ())),
        ("Partenaires", str(len(fiche.partenaires)) if fiche.partenaires else ""),
        ("Lu dans", fiche.source),
    ]


def _certifiers(fiche: Fiche) -> list[str]:
    lines = []
    for body in fiche.certificateurs:
        siret = f", SIRET {body.siret}" if body.siret else ""
        lines.append(f"{body.nom}{siret}{' (SIRET à vérifier)' if body.siret_valide is False else ''}")
    return lines


def _legal_base(fiche: Fiche) -> list[str]:
    texts = dict.fromkeys(
        text
        for part in (fiche.base_legale.generaux, fiche.base_legale.creation, fiche.base_legale.autres)
        for text in part or ()
    )
    return [f"{text.titre}{f' (JO du {written_date(text.date)})' if text.date else ''}" for text in texts]


def _dates(fiche: Fiche) -> str:
    labels = (
        ("publiée le", fiche.dates.publication),
        ("décision du", fiche.dates.decision),
        ("effet au", fiche.dates.effet),
        ("parcours depuis le", fiche.dates.debut_parcours),
        ("échéance de l'enregistrement", fiche.dates.echeance_enregistrement),
        ("dernière délivrance", fiche.dates.limite_delivrance),
    )
    return " · ".join(f"{label} {written_date(day)}" for label, day in labels if day)


def _codes(codes: tuple[CodeLibelle, ...] | None) -> str:
    return " ; ".join(f"{code.code} {code.libelle or ''}".strip() for code in codes or ())


def _state(active: bool | None) -> str:
    return {True: "✓ active", False: "✗ inactive", None: "non précisé"}[active]


def _routes(fiche: Fiche) -> Table:
    table = Table(title="Voies d'accès", title_justify="left", expand=True)
    table.add_column("Voie", no_wrap=True)
    table.add_column("Comment", ratio=1)
    table.add_column("Ouverte", no_wrap=True)
    for route in VoieAcces:
        voie = getattr(fiche.voies_acces, route.value)
        table.add_row(route.value, route.label, {True: "✓ oui", False: "✗ non", None: "–"}[voie.ouverte])
    return table


def _juries(out: Console, fiche: Fiche) -> None:
    """The words on the jury, once for all the routes that share them."""
    shared: dict[str, list[str]] = {}
    for route in VoieAcces:
        if words := getattr(fiche.voies_acces, route.value).jury:
            shared.setdefault(words, []).append(route.value)
    for words, routes in shared.items():
        out.print(Panel(Text(words), title=f"Jury ({', '.join(routes)})", title_align="left"))


def _blocks(fiche: Fiche) -> Table:
    table = Table(title="Blocs de compétences", title_justify="left", expand=True, show_lines=False)
    matrix = any(bloc.modes for bloc in fiche.blocs)
    table.add_column("Bloc", no_wrap=True)
    table.add_column("Intitulé", ratio=3, overflow="fold")
    table.add_column("Comp.", justify="right", no_wrap=True)
    if matrix:
        for category in _CATEGORIES:
            table.add_column(category, ratio=1)
    for bloc in fiche.blocs:
        cells = [_mode(bloc, category) for category in _CATEGORIES] if matrix else []
        table.add_row(bloc.code.removeprefix(fiche.numero), _title(bloc), str(len(bloc.competences)), *cells)
    return table


def _title(bloc: Bloc) -> Text:
    level = (
        f" · {bloc.niveau_cecrl}" if bloc.niveau_cecrl else f" · niveau {bloc.niveau_eps}" if bloc.niveau_eps else ""
    )
    return Text(f"{bloc.intitule}{level}", style="italic" if bloc.facultatif else "")


def _mode(bloc: Bloc, category: str) -> str:
    if bloc.modes is None:
        return "?"
    mode: ModeEvaluation | None = getattr(bloc.modes, category)
    if mode is None:
        return "–"
    words = enumeration(mode.natures) or ("?" if mode.mode == "non_precise" else "")
    return {"ccf": f"CCF {words}", "ponctuel": f"ponctuel {words}", "non_precise": f"{words} *"}[mode.mode].strip()


def _modes(bloc: Bloc) -> list[ModeEvaluation]:
    found = [getattr(bloc.modes, category) for category in _CATEGORIES] if bloc.modes else []
    return [mode for mode in found if mode is not None]


def _competence_gaps(out: Console, fiche: Fiche) -> None:
    gaps = compare_competences(fiche)
    if not gaps:
        return
    table = Table(title="Compétences : le résumé et les blocs diffèrent", title_justify="left", expand=True)
    table.add_column("Bloc", no_wrap=True)
    table.add_column("Différence", ratio=1)
    table.add_column("Ce que dit le résumé, puis le bloc", ratio=2)
    for gap in gaps:
        words = " ↔ ".join(part for part in (" / ".join(gap.resume), " / ".join(gap.detail)) if part)
        table.add_row((gap.bloc or "–").removeprefix(fiche.numero), Text(gap.message), Text(words))
    out.print(table)


def _code_gaps(out: Console, fiche: Fiche, today: date) -> None:
    gaps = ecarts_fiche_code(fiche, today)
    if not gaps:
        return
    table = Table(title="La fiche et le code", title_justify="left", expand=True, show_lines=True)
    table.add_column("", no_wrap=True)
    table.add_column("La fiche", ratio=1)
    table.add_column("Le code", ratio=1)
    table.add_column("Lauréat", ratio=1)
    for gap in gaps:
        code = Text.assemble(gap.code, "\n", (str(gap.citation), "dim"))
        table.add_row(gap.id, Text.assemble((gap.sujet, "bold"), "\n", gap.fiche), code, Text(gap.suite))
    out.print(table)


def _leftovers(out: Console, fiche: Fiche) -> None:
    if not fiche.non_reconnu and not fiche.anomalies:
        out.print(Text("Tout ce que porte la fiche a été reconnu."))
        return
    table = Table(title="À vérifier", title_justify="left", expand=True)
    table.add_column("Où", ratio=1)
    table.add_column("Ce qui est écrit", ratio=2)
    for item in fiche.non_reconnu:
        table.add_row(Text(f"? non reconnu : {item.emplacement}"), Text(item.texte or "(vide)"))
    for fault in fiche.anomalies:
        table.add_row(Text(f"! {fault.champ}"), Text(f"« {fault.valeur} » : {fault.message}"))
    out.print(table)
