"""The mode of assessment of each category of candidates, derived from the sentences of a block.

A sentence lists populations (« voie scolaire dans un établissement public ou privé sous contrat, CFA habilité… ») and
gives a mode (« CCF », « ponctuel écrit et pratique », « oral »). Words are read one after the other; a word that is
neither a population, a quality of it, a mode nor a link makes the sentence *not understood*: it is given back for
``non_reconnu``, and the categories it is about get ``non_precise`` without nature. Nothing is guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from laureat.register.parts import ModeEvaluation, Modes
from laureat.vocabulary.french import flat

_SPEAKS_OF_CATEGORIES = re.compile(r"sous contrat|hors contrat|habilite")
_SPEAKS_OF_MODES = re.compile(r"\bccf\b|cours de formation|\bponctuel|: ?(?:ecrit|oral|pratique)")

_NATURE = r"(?:ecrite?s?|orale?s?|oraux|pratiques?)\b"
_NATURES = rf"(?:epreuves? )?{_NATURE}(?:(?:, ?| et/ou | et | ou | puis | ?/ ?| - |-| ?\+ ?| ){_NATURE})*"
_DURATION = (
    r"(?: ?[(,:-]? ?(?:duree ?:? ?)?"
    r"(?P<d{0}>\d\d? ?(?:h(?:eures?)?(?: ?\d\d(?: ?min(?:utes?)?)?)?|min(?:utes?)?)\b)(?: maximum)? ?\)?)?"
)
_POPULATIONS = {
    "distance": r"(?:(?:enseignement|formation) )?\ba distance\b|\bcned\b",
    "experience": r"(?:justifiant|titulaires?|ayant|relevant) (?:d'au moins |de |d')?(?:3|trois) (?:ans|annees) "
    r"d'?(?:activites?|experience)s? professionnelles?|(?:au titre de |de )?(?:leur |l')experience professionnelle",
    "school": r"(?:voie|statut) scolaire|\bscolaires?\b|formation initiale\b|\beleves?\b|\betudiants?\b",
    "apprentice": r"\bapprenti(?:s|ssage)?\b|\bcfa\b|sections? d'apprentissage|centres? de formation d'apprentis",
    "continuing": r"(?:formation )?professionnelle continue\b|formation continue\b|\bfpc\b",
}
_DIPLOMA = r"(?:diplome|bts|cap|brevet|baccalaureat|specialite|titre|mention)(?: professionnel(?:le)?)?"
_FOR_THIS = rf"(?: pour ce(?:t|tte)? {_DIPLOMA})?"
_QUALITIES = {
    "integral": r"(?:(?:a pratiquer|pour|au|a) )?(?:l'integralite du |la totalite du )"
    rf"(?:controle en cours de formation|ccf){_FOR_THIS}"
    rf"|a pratiquer (?:integralement|en totalite) le (?:controle en cours de formation|ccf){_FOR_THIS}"
    rf"|(?:a pratiquer le |au )?(?:controle en cours de formation|ccf) integral{_FOR_THIS}",
    "entitled": r"portes? par un eple, (?:un )?greta ou (?:un )?gip-fcip"
    r"(?: assurant toute la formation theorique)?|de droit\b",
    "without_contract": r"hors contrat",
    "contract": r"(?:publics? (?:et|ou) prives? )?sous contrat",
    "unqualified": r"non[ -]habilite(?:e)?s?\b|sans habilitation",
    "qualified": r"habilite(?:e)?s?\b(?: (?:au|(?:a|pour) pratiquer le|pour le)"
    rf" (?:ccf|controle en cours de formation)(?: ?\(ccf\)| integral)?)?{_FOR_THIS}",
    "public": r"publics?\b",
    "private": r"prives?\b",
}
_MODES = {
    "ccf": r"(?:forme de |en )?(?:controles? en cours de formation(?: ?\(ccf\))?|ccf\b)"
    rf"(?: ?[:,-]? ?\(?(?:\d|une|deux|trois) situations?(?: d'evaluation)?\)?)?(?: (?P<n1>{_NATURES}))?",
    "ponctuel": r"(?:(?:epreuves?|formes?|examens?|evaluations?) )?ponctuel(?:le)?s?(?: terminale?s?)?"
    rf"(?: ?:? ?(?P<n2>{_NATURES}))?{_DURATION.format(2)}",
    "non_precise": rf"(?P<n3>{_NATURES}){_DURATION.format(3)}",
}
_LINKS = (
    r"[\s,;.:()/*•·+–-]+|\b[dl]'|\bcoef(?:ficient)?s?\.? ?:? ?\d+(?:,\d+)?"
    r"|\b(?:voies?|candidats?|etablissements?|dans|en|une?s?|des|les?|la|de|du|par|pour|ou|et|aux?|a|ainsi|que|leur"
    r"|formation|professionnelle|unites?|tous|relevant|issus?|preparant)\b"
)
_LABEL = {"label": r"\bcategories? [abc]\b(?:(?: ?[,/] ?| et | ou )[abc]\b)*"}
"""« Catégorie C : » before a sentence, or « (catégorie C) » within it: its words say the same."""
_TOKEN = re.compile(
    "|".join(
        f"(?P<{name}>{pattern})"
        for name, pattern in (_LABEL | _QUALITIES | _POPULATIONS | _MODES | {"link": _LINKS}).items()
    )
)
_INTEGRAL = ModeEvaluation("ccf")
_WORD = re.compile(r"\w+|.")
_LABELS = (("ecrit", "écrit"), ("ora", "oral"), ("pratique", "pratique"))


@dataclass
class _Population:
    route: str
    qualities: set[str] = field(default_factory=set)

    def categories(self) -> set[str]:
        """The categories that this population belongs to; none when its words do not say."""
        has = self.qualities
        if self.route in ("distance", "experience"):
            return {"B"}
        if self.route == "school":
            found = {"A": has & {"public", "contract"}, "B": has & {"without_contract"}}
        elif self.route == "apprentice":
            found = {"A": has & {"qualified", "entitled"}, "B": has & {"unqualified"}}
        else:
            integral = has & {"qualified", "integral"} if "public" in has else set()
            outside = has & {"private"} or (has & {"unqualified"} if "public" not in has else set())
            found = {"A": set() if integral else has & {"public"}, "B": outside, "C": integral}
        return {category for category, words in found.items() if words}


@dataclass
class _Sentence:
    """Populations and the mode that goes with them; ``strange``: something in it was not understood."""

    start: int
    populations: list[_Population] = field(default_factory=list)
    mode: ModeEvaluation | None = None
    strange: bool = False
    end: int = 0

    def categories(self) -> set[str]:
        found = {category for population in self.populations for category in population.categories()}
        # Named among populations of category A, a public establishment « habilité » is one of them.
        return found - {"C"} if "A" in found else found

    @property
    def all_in_ccf(self) -> bool:
        """Each population is of establishments entitled to the whole of the CCF: it needs no other mode."""
        return all("integral" in population.qualities for population in self.populations)

    def add(self, route: str) -> None:
        """Another population; « apprentis (CFA ou section d'apprentissage habilité) » is a single one."""
        last = self.populations[-1] if self.populations else None
        if last is None or last.route != route or last.qualities:
            self.populations.append(_Population(route))


def derive(text: str) -> tuple[Modes | None, tuple[str, ...]]:
    """The modes of a block, from its prose, and the sentences that were not understood.

    None where the text knows no such categories: then it is not for these rules to read.
    """
    lowered = text.lower()
    if "contrat" not in lowered and "habilit" not in lowered:
        return None, ()
    return _derived(" ".join(text.split()))


@lru_cache(maxsize=1024)
def _derived(text: str) -> tuple[Modes | None, tuple[str, ...]]:
    flattened = flat(text)
    if not (_SPEAKS_OF_CATEGORIES.search(flattened) and _SPEAKS_OF_MODES.search(flattened)):
        return None, ()
    found: dict[str, ModeEvaluation] = {}
    strange: list[str] = []
    unknown = ModeEvaluation("non_precise")
    for sentence in _sentences(flattened):
        categories = sentence.categories()
        said = sentence.mode or (_INTEGRAL if categories == {"C"} and sentence.all_in_ccf else None)
        mode = said if said and not sentence.strange else unknown
        clash = any(found.get(category, mode) != mode for category in categories)
        if clash or mode is unknown or not categories:
            strange.append(text[sentence.start : sentence.end].strip(" ,;.:*-"))
        for category in categories:
            found[category] = unknown if clash else mode
    return Modes(found.get("A"), found.get("B"), found.get("C")), tuple(words for words in strange if words)


def _sentences(text: str) -> Iterator[_Sentence]:
    """The sentences of the text: populations then a mode, or a mode then populations when the text opens so."""
    tokens = list(_tokens(text))
    mode_first = next((kind in _MODES for kind, _ in tokens if kind in _MODES or kind in _POPULATIONS), False)
    sentence = _Sentence(0)
    for kind, token in tokens:
        if kind in _LABEL:
            if sentence.mode and not mode_first:
                yield sentence
                sentence = _Sentence(token.end())
            elif not sentence.populations and not sentence.mode:
                sentence.start = token.end()
            continue
        opens = kind in _MODES and bool(sentence.populations) if mode_first else kind in _POPULATIONS
        if opens and sentence.mode:
            yield sentence
            sentence = _Sentence(token.start())
        sentence.end = token.end()
        if kind in _MODES:
            sentence.strange |= sentence.mode is not None
            sentence.mode = _mode(kind, token)
        elif kind in _POPULATIONS:
            sentence.add(kind)
        elif kind in _QUALITIES and sentence.populations:
            sentence.populations[-1].qualities |= {kind, "integral"} if "integral" in token[0] else {kind}
        else:
            sentence.strange = True
    if sentence.end:
        yield sentence


def _tokens(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The words that count, with their kind; an unknown word has no kind."""
    position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None or not token[0]:
            token = _WORD.match(text, position)
            assert token is not None  # _WORD reads any character
            yield "", token
        elif not token["link"]:
            yield next(name for name in (*_LABEL, *_QUALITIES, *_POPULATIONS, *_MODES) if token[name]), token
        position = token.end()


def _mode(kind: str, token: re.Match[str]) -> ModeEvaluation:
    words = token["n1"] or token["n2"] or token["n3"] or ""
    natures = tuple(label for _, label in sorted((words.find(stem), label) for stem, label in _LABELS if stem in words))
    duration = token["d2"] or token["d3"]
    return ModeEvaluation(kind, natures, duration)  # type: ignore[arg-type]  # the keys of _MODES are the modes
