"""From a list of candidates to the folder of a deliberated session; nothing is left behind when something is wrong."""

import csv
import functools
import io
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from laureat import __version__
from laureat.deliberation import cohort
from laureat.deliberation.explain import explain
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.paths import Columns
from laureat.deliberation.reglement import SessionRules
from laureat.deliberation.told import Legends
from laureat.exchange import dossier, stored
from laureat.exchange.batches import WARNINGS
from laureat.exchange.candidates import candidates, read_candidates
from laureat.exchange.judging import Decided, Judges
from laureat.exchange.places import beside
from laureat.exchange.processes import Processes
from laureat.exchange.spec import Spec
from laureat.reglements.empreinte import empreinte_de_ce_qui_tourne, versions
from laureat.vocabulary import Decision, InputProblem, InvalidInput, Mention, french
from laureat.vocabulary.spreadsheets import safe


@dataclass(frozen=True)
class Request:
    """What to deliberate, and how."""

    source: Path
    rules: SessionRules
    target: Path
    fiche: dict[str, Any] | None = None
    """The register sheet as JSON, to stand in the folder."""
    check_everyone: bool = False
    explanations: bool = False
    sheet: str | None = None
    """The sheet of the workbook that holds the list; None where only one may be meant."""


def deliberate_file(
    request: Request, progress: Callable[[int], None] = lambda rows: None, remarks: list[InputProblem] | None = None
) -> dict[str, Any]:
    """Deliberate a list of candidates and write its folder; returns the ``synthese``, and ``calcul``: why a long list
    was decided by Polars alone, empty where it was not.

    ``remarks`` receives what a person should look at in the list, which stands in the folder too.

    ``progress`` is called with the number of candidates done. Raises InvalidInput with every problem of the file, or
    Divergence; the folder is then as it was before.
    """
    _require_ours(request.target)
    with beside(request.target) as work:
        synthese = _deliberate(request, work, progress, [] if remarks is None else remarks)
        _replace(work, request.target)
    return synthese


def _require_ours(target: Path) -> None:
    """The place is free, or holds a session that was deliberated and nothing of anyone else's. Raises InvalidInput."""
    told = "la sortie est un dossier de session, qui est remplacé en entier ; en indiquer un autre"
    if not target.name:
        raise InvalidInput([f"{target} : ce dossier est celui où l'on travaille ; {told}"])
    if not target.exists():
        return
    if not target.is_dir():
        raise InvalidInput([f"{target} est un fichier ; {told}"])
    if others := sorted(path.name for path in target.iterdir() if path.name not in dossier.OURS):
        shown = ", ".join(others[:3]) + (" …" if len(others) > 3 else "")
        raise InvalidInput([f"{target} existe déjà et contient autre chose qu'une session ({shown}) ; {told}"])


def _replace(work: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}.precedent")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    work.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _deliberate(
    request: Request, work: Path, progress: Callable[[int], None], remarks: list[InputProblem]
) -> dict[str, Any]:
    rules, spec = request.rules, Spec(request.rules)
    counts = Counts()
    parts = Parts(work, rules)
    done = 0
    refusals = functools.partial(cohort.refusals, rules, source=request.source.name)
    columns = Columns(rules)
    with Processes(rules) as processes:
        judges = Judges(rules, processes, everyone=request.check_everyone)
        for batch in read_candidates(request.source, spec, sheet=request.sheet, check=refusals, warnings=remarks):
            before = columns.by_kernel
            decided = decide_batch(columns, batch)
            for share in judges.look(batch, decided, by_kernel=columns.by_kernel > before):
                progress(done + share)
            parts.add(batch, decided)
            counts.add(decided.texts)
            if request.explanations:
                _append_explanations(processes, batch, work / dossier.EXPLANATIONS)
            done += batch.height
            progress(done)
        judges.close()
    parts.close()
    _write_remarks(work / dossier.REMARKS, remarks)
    if request.fiche is not None:
        dossier.write_json(work / dossier.FICHE, request.fiche)
    dossier.write_json(work / dossier.REGLEMENT, dossier.rules_to_json(rules))
    parameters = [dossier.parameter_to_json(parameter) for parameter in rules.parameters.values()]
    dossier.write_json(work / dossier.PARAMETERS, parameters)
    synthese = _synthese(request, counts, work) | {"remarques": len(remarks)}
    dossier.write_json(work / dossier.SYNTHESE, synthese)
    return synthese | {"calcul": columns.reason}


def _write_remarks(path: Path, remarks: list[InputProblem]) -> None:
    if not remarks:
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(("ligne", "candidat", "colonne", "remarque"))
        for remark in remarks:
            told = (remark.line or "", remark.candidate, remark.column, remark.message)
            writer.writerow(map(safe, told))


def decide_batch(columns: Columns, batch: pl.DataFrame) -> Decided:
    """The decisions of a batch."""
    told = columns.told(batch)
    return Decided(columns.legends, told, decision_texts(columns.legends, batch, told))


def decision_texts(legends: Legends, batch: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """The columns of a decisions file, from the numbers of a batch; what its reading warned of is joined."""
    decided = batch.select("numero").hstack(legends.texts(told)).drop("proche")
    if WARNINGS in batch.columns and (batch[WARNINGS] != "").any():
        both = (pl.col("avertissements"), batch[WARNINGS].alias(WARNINGS))
        joined = pl.concat_list(both).list.eval(pl.element().filter(pl.element() != "")).list.join(" | ")
        decided = decided.with_columns(joined.alias("avertissements"))
    return decided


def as_csv(decisions: pl.DataFrame, *, heading: bool) -> bytes:
    """The decisions of a batch as ``decisions.csv`` has them."""
    named = (name for name, kind in decisions.schema.items() if kind in (pl.String, pl.Enum, pl.Categorical))
    empty = [name for name in named if (decisions[name] == "").any()]
    bare = decisions.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in empty)
    written = io.BytesIO()
    bare.write_csv(written, separator=";", include_header=heading)
    return written.getvalue()


class Parts:
    """Decisions and candidates, written batch by batch so that memory stays bounded."""

    def __init__(self, folder: Path, rules: SessionRules) -> None:
        self._folder, self._rules = folder, rules
        self._parts = 0

    def add(self, batch: pl.DataFrame, decided: Decided) -> None:
        """Write one batch."""
        stored.packed(self._rules, batch).write_ipc(self._part(dossier.CANDIDATES, self._parts))
        told = stored.marked(decided.legends, decided.told.drop("proche"))
        told.insert_column(0, batch["numero"]).write_ipc(self._part(dossier.DECISIONS, self._parts))
        with (self._folder / dossier.DECISIONS_CSV).open("ab") as file:
            file.write(as_csv(decided.texts, heading=self._parts == 0))
        self._parts += 1

    def close(self) -> None:
        """Make one file of the parts of each."""
        for name in (dossier.DECISIONS, dossier.CANDIDATES):
            stored.joined([self._part(name, number) for number in range(self._parts)], self._folder / name)

    def _part(self, name: str, number: int) -> Path:
        return self._folder / f"{name}.{number:06d}"


class Counts:
    """How many of what."""

    def __init__(self) -> None:
        self.decisions: Counter[str] = Counter()
        self.mentions: Counter[str] = Counter()
        self.certain = 0
        self.certificates = 0
        self.warned = 0
        self.reserved = 0

    def add(self, decisions: pl.DataFrame) -> None:
        """Count a batch."""
        self.decisions.update(dict(decisions["decision"].cast(pl.String).value_counts().iter_rows()))
        self.mentions.update(dict(decisions["mention"].cast(pl.String).value_counts().iter_rows()))
        self.certain += int((decisions["certitude"] == "certain").sum())
        self.certificates += int((decisions["certificat"] == french.OUI).sum())
        self.reserved += int((decisions["reserves"] != "").sum())
        self.warned += int((decisions["avertissements"] != "").sum())

    @property
    def total(self) -> int:
        """How many candidates."""
        return sum(self.decisions.values())


def _rate(part: int, whole: int) -> str | None:
    """A rate in hundredths of a per cent, cut, written « 83,25 »; None of nobody."""
    if not whole:
        return None
    value = part * 10_000 // whole
    return f"{value // 100},{value % 100:02d}"


def counted(rules: SessionRules, counts: Counts) -> dict[str, Any]:
    """What the synthesis says of the decisions and of the rules, which a replay gives again."""
    final = sum(counts.decisions[str(d)] for d in (Decision.ADMIS, Decision.AJOURNE, Decision.NON_DELIVRABLE))
    return {
        "reglement": rules.reglement.id,
        "titre": rules.reglement.title,
        "session": rules.session,
        "edition": rules.reglement.edition,
        "famille": rules.reglement.famille.code,
        "empreinte_regles": rules.digest,
        "avis": [*rules.reglement.avis, *rules.given],
        "effectif": counts.total,
        "decisions": {str(decision): counts.decisions[str(decision)] for decision in Decision},
        "mentions": {str(mention): counts.mentions[str(mention)] for mention in Mention if mention},
        "certificats": counts.certificates,
        "certains": counts.certain,
        "avertis": counts.warned,
        "reserves": counts.reserved,
        "taux_reussite": _rate(counts.decisions[str(Decision.ADMIS)], counts.total),
        "taux_admis_parmi_decides": _rate(counts.decisions[str(Decision.ADMIS)], final),
        "parametres": [dossier.parameter_to_json(parameter) for parameter in rules.parameters.values()],
        "hypotheses": [dossier.parameter_to_json(parameter) for parameter in rules.parameters.hypotheses],
        "a_blanc": False,
    }


def _synthese(request: Request, counts: Counts, work: Path) -> dict[str, Any]:
    rules = request.rules
    return {
        **counted(rules, counts),
        "version_moteur": __version__,
        "empreinte_sources": empreinte_de_ce_qui_tourne(rules.reglement.famille),
        "versions": dict(versions()),
        "empreinte_entree": dossier.file_digest(request.source),
        "empreinte_candidats": dossier.file_digest(work / dossier.CANDIDATES),
        "empreintes": dossier.given_digests(work) | dossier.digests(work, dossier.MADE),
    }


# --- explanations


def _append_explanations(processes: Processes, batch: pl.DataFrame, path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.writelines(explained_lines(processes, batch))


def explained_lines(processes: Processes, batch: pl.DataFrame) -> Iterator[str]:
    """The lines of ``explications.jsonl`` for a batch."""
    for lines in processes.map(_explained, batch):
        yield from lines


def _explained(rules: SessionRules, batch: pl.DataFrame) -> list[str]:
    return [
        json.dumps(explain(rules, candidate).to_json(), ensure_ascii=False) + "\n"
        for candidate in candidates(batch, rules.reglement.famille)
    ]


def candidate_numbered(batches: Iterable[pl.DataFrame], rules: SessionRules, numero: str, source: str) -> Candidate:
    """One candidate of a list, by number. Raises InvalidInput where there is none."""
    for batch in batches:
        found = batch.filter(pl.col("numero") == numero)
        for candidate in candidates(found, rules.reglement.famille):
            return candidate
    raise InvalidInput([f"aucun candidat ne porte le numéro {numero} dans {source}"])
