"""From the text of a list of candidates to typed columns; every problem is noted, none stops the reading."""

import functools
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from laureat.deliberation.cohort import MARK, MOTIF, ROW, SESSION, STATUS
from laureat.exchange.batches import ACCES, DOUBTS, OTHER_PREFIX, WARNINGS, route_types
from laureat.exchange.identifiers import birth_warning, embedded_uai_warning, ine_warnings, name_warnings, uai_warning
from laureat.exchange.lookups import BatchProblems, Lookup, encoded, enum_texts, parsed
from laureat.exchange.numbers_seen import NumbersSeen
from laureat.exchange.people_seen import PeopleSeen
from laureat.exchange.spec import (
    ALONE,
    ANSWERS,
    IDENTITY,
    OUI_NON,
    SEXE,
    CellColumn,
    Choice,
    Parsed,
    Spec,
    read_age,
    read_birth_date,
    read_motif,
)
from laureat.exchange.tables import Table, TableReader, normalised_heading
from laureat.exchange.text_checks import CHECKS, UNREADABLE_OR_SPOILT, check_other, check_text
from laureat.vocabulary import CellError, Motif, VoieAcces, french
from laureat.vocabulary.characters import repaired

_WORDS = {choice.name: choice for choice in (SEXE, ALONE)}
_CODED_IDENTITY = ("date_naissance", *_WORDS)
_COUNT = r"^(?i)\s*([0-9]{1,3})\s*(?:semaines?|sem\.?|s)?\s*$"
_FORMULA = "le numéro commence par =, +, - ou @ : un tableur le prendrait pour une formule ; l'écrire sans ce signe"


class Decoder:
    """Reads the batches of one file; what each distinct text means is computed once per column."""

    def __init__(self, reader: TableReader, spec: Spec) -> None:
        self.problems = reader.problems
        self.heading_line = reader.heading_line
        self.spec = spec
        self.seen = NumbersSeen()
        self.people = PeopleSeen()
        self.headings: dict[str, str] = {}
        """Our name of each known column → its heading as written."""
        self.others: list[str] = []
        """The headings that nobody knows."""
        self._strange: dict[str, tuple[str, bool]] = {}
        """Those that look like one of ours, with what is to be said of them, while nothing was met under them."""
        for heading in reader.headings:
            name = spec.names.get(normalised_heading(heading))
            if name is None:
                self.others.append(heading)
            elif name in self.headings:
                told = f"les colonnes « {self.headings[name]} » et « {heading} » désignent la même chose"
                self.problems.add(told, line=reader.heading_line, column=heading)
            else:
                self.headings[name] = heading
        self.problems.letters |= {
            name: self.problems.letters[heading] for name, heading in self.headings.items() if self.problems.letters
        }
        looked = {heading: spec.strange(heading, self.headings) for heading in self.others}
        self._strange = {heading: strange for heading, strange in looked.items() if strange[0]}
        missing = [name for name in spec.required if name not in self.headings]
        if not self.headings:
            came, expected = " ; ".join(reader.headings), ", ".join(missing)
            told = f"ce n'est pas une ligne d'intitulés : « {came[:100]} » ; colonnes attendues : {expected}"
            self.problems.add(told, line=reader.heading_line)
            missing = []
        for name in missing:
            told = f"la colonne obligatoire {name} manque{self._lookalike(name)}"
            self.problems.add(told, line=reader.heading_line)
        coded = [*(choice.name for choice in spec.choices), *_CODED_IDENTITY, *spec.flags, *spec.numbers]
        coded += [*spec.motifs.values(), *(column.name for column in spec.cells), "uai", "etablissement"]
        self._coded = [name for name in dict.fromkeys(coded) if name in self.headings]
        self._lookups: dict[str, tuple[object, Lookup]] = {}

    def _lookalike(self, name: str) -> str:
        bare = normalised_heading(name).replace("_", "")
        near = [
            heading
            for heading in self.others
            if bare in (normalised_heading(text).replace("_", "") for text in (heading, repaired(heading)))
        ]
        for heading in near:  # it is told of here
            self._strange.pop(heading, None)
        return "".join(f" (la colonne « {heading} » lui ressemble)" for heading in near)

    def decode(self, table: Table) -> pl.DataFrame:
        """One batch, typed; its problems are noted."""
        found = BatchProblems(table.source, table.lines, self.problems.limit)
        codes = self._codes(table.frame)
        texts = self._texts(table.frame)
        digits = bool(texts["numero"].str.contains("^[0-9]+$").all()) if "numero" in texts.columns else False
        numero = self._numero(texts, found, digits=digits)
        typed = codes.with_columns(table.lines).select(
            ROW,
            *self._routes(codes, found),
            *self._choices(codes, found),
            *(expression for column in self.spec.cells for expression in self._cell(column, codes, found)),
            *self._motifs(codes, found),
        )
        typed, apart = self._told_beside(typed, texts)
        identity = self._identity(codes, texts, found, apart)
        self._check_answers(table.frame, found)
        self._look(table, texts.drop("numero") if digits else texts, found)
        self.people.add(numero, texts, identity, table.lines)
        found.flush(self.problems)
        others = (table.frame[heading].alias(OTHER_PREFIX + heading) for heading in self.others)
        return typed.insert_column(1, numero).hstack([*identity, *others])

    def _told_beside(self, typed: pl.DataFrame, texts: pl.DataFrame) -> tuple[pl.DataFrame, list[pl.Series]]:
        """The numbers that a column of identity tells too (« 21 semaines »), read there where nothing is said; and what
        is to be told of those that it does not give, or gives otherwise."""
        apart = []
        for number, beside in self.spec.told_beside.items():
            if beside not in texts.columns:
                continue
            text, said = texts[beside], typed[number]
            told = text.str.extract(_COUNT, 1).cast(pl.Int32).fill_null(-1)
            unread = pl.format(
                f"{beside} : « {{}} » ne donne pas un nombre de semaines, donc rien n'est vérifié ; l'écrire dans "
                f"{number}",
                text,
            )
            other = pl.format(f"{number} dit {{}}, et {beside} « {{}} » : le premier est retenu", said, text)
            message = (
                pl.when((text != "") & (told < 0) & (said < 0))
                .then(unread)
                .when((told >= 0) & (said >= 0) & (told != said))
                .then(other)
                .otherwise(pl.lit(""))
            )
            apart.append(pl.select(message.alias(beside)).to_series())
            typed = typed.with_columns(
                pl.select(pl.when(said < 0).then(told).otherwise(said).alias(number)).to_series()
            )
        return typed, apart

    def note_twins(self) -> None:
        """After the last batch: numbers that stand twice or look alike, and people who may be entered twice."""
        numero = self.headings.get("numero", "")
        self.seen.note_duplicates(self.problems, numero)
        self.seen.note_lookalikes(self.problems, numero)
        self.people.note_twins(self.problems, self.headings)

    def _codes(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The columns read by their distinct values, under our names; the routes always stand there."""
        blank = pl.repeat("", frame.height, dtype=pl.Enum([""]), eager=True)
        absent = [pl.lit(blank).alias(name) for name in ("voie", "voie_acces") if name not in self.headings]
        return encoded(frame.select(*(pl.col(self.headings[name]).alias(name) for name in self._coded), *absent))

    def _texts(self, frame: pl.DataFrame) -> pl.DataFrame:
        names = [name for name in ("numero", *IDENTITY) if name in self.headings and name not in _CODED_IDENTITY]
        texts = frame.select(
            pl.col(self.headings[name]).cast(pl.String).fill_null("").str.strip_chars().alias(name) for name in names
        )
        accented = [
            name for name in texts.columns if (texts[name].str.len_bytes() != texts[name].str.len_chars()).any()
        ]
        apart = [name for name in accented if texts[name].str.contains(r"\p{M}").any()]
        return texts.with_columns(pl.col(apart).str.normalize("NFC")) if apart else texts

    def _look(self, table: Table, texts: pl.DataFrame, found: BatchProblems) -> None:
        """Whether texts are fit for papers: characters that nobody can check, names as the civil status writes them."""
        for name in texts.columns:
            suspect, check = CHECKS.get(name, (UNREADABLE_OR_SPOILT, check_text))
            found.note_texts(texts[name], suspect, check, self.headings[name])
        for heading in self.others:
            column = table.frame[heading].cast(pl.String).fill_null("")
            if told := self.spec.to_come.get(normalised_heading(heading)):
                found.note_rows(column.str.strip_chars() != "", told, heading)
            found.note_texts(column, UNREADABLE_OR_SPOILT, check_other, heading)
            if heading in self._strange and (column.str.strip_chars() != "").any():
                why, decides = self._strange.pop(heading)
                tell = self.problems.add if decides else self.problems.warn
                tell(why, line=self.heading_line, column=heading)

    def _numero(self, texts: pl.DataFrame, found: BatchProblems, *, digits: bool) -> pl.Series:
        """The numbers of the candidates; where all are ``digits``, as nearly always, none is doubtful."""
        if "numero" not in self.headings:
            return pl.repeat("", found.lines.len(), dtype=pl.String, eager=True).alias("numero")
        numero = texts["numero"]
        if not digits:
            found.note_rows(numero == "", "le numéro du candidat est vide", self.headings["numero"])
            found.note_rows(numero.str.contains("^[=+@-]"), _FORMULA, self.headings["numero"])
        self.seen.add(numero, found.lines, digits=digits)
        return numero

    def _lookup(self, key: str, dtype: object, build: Callable[[], Lookup]) -> Lookup:
        """Built once for all the batches whose columns hold the same categories."""
        known = self._lookups.get(key)
        if known is None or known[0] != dtype:
            known = self._lookups[key] = (dtype, build())
        return known[1]

    def _note(self, name: str, codes: pl.DataFrame, index: pl.Expr, lookup: Lookup, found: BatchProblems) -> None:
        if lookup.bad and name in self.headings:
            found.note(codes.select(index).to_series(), lookup.bad, self.headings[name])

    def _routes(self, codes: pl.DataFrame, found: BatchProblems) -> list[pl.Expr]:
        """``voie``, ``categorie`` and ``voie_acces``, the last derived from the first where it is unambiguous."""
        voie, acces = codes["voie"], codes["voie_acces"]
        voies = self._lookup("voie", voie.dtype, lambda: self._voie_lookup(enum_texts(voie)))
        both = self._lookup(
            "voie_acces", (voie.dtype, acces.dtype), lambda: self._acces_lookup(enum_texts(voie), enum_texts(acces))
        )
        index = pl.col("voie").to_physical()
        pair = index.cast(pl.UInt32) * len(enum_texts(acces)) + pl.col("voie_acces").to_physical()
        self._note("voie", codes, index, voies, found)
        self._note("voie_acces", codes, pair, both, found)
        return [*voies.expressions(index), *both.expressions(pair)]

    def _choice(self, name: str) -> Choice:
        return next(choice for choice in self.spec.choices if choice.name == name)

    def _routes_told(self, texts: list[str]) -> tuple[list[str], dict[int, str]]:
        """The code of each route; none where the family knows no routes."""
        if not self.spec.route_required:
            return [""] * len(texts), {}
        return parsed(texts, self._choice("voie").read, "")

    def _voie_lookup(self, texts: list[str]) -> Lookup:
        famille = self.spec.famille
        voies, bad = self._routes_told(texts)
        categories = [famille.voie(voie).categorie or None if voie else None for voie in voies]
        voie_type, categorie_type = route_types(famille)
        columns = (
            pl.Series("voie", [voie or None for voie in voies], voie_type),
            pl.Series("categorie", categories, categorie_type),
        )
        return Lookup(columns, bad)

    def _acces_lookup(self, voie_texts: list[str], acces_texts: list[str]) -> Lookup:
        """By pair (route, access route): what is written, what the route alone implies, or their contradiction."""
        voies, _ = self._routes_told(voie_texts)
        access, unknown = parsed(acces_texts, self._choice("voie_acces").read, "")
        values: list[str | None] = []
        bad: dict[int, str] = {}
        for voie in voies:
            possible = [acces.value for acces in (self.spec.famille.voie(voie).acces if voie else VoieAcces)]
            for rank, acces in enumerate(access):
                if rank in unknown:
                    bad[len(values)] = unknown[rank]
                elif acces and acces not in possible:
                    expected = french.enumeration(possible, "ou")
                    bad[len(values)] = f"la voie d'accès {acces} ne va pas avec la voie {voie} ; attendu : {expected}"
                values.append(acces or (possible[0] if len(possible) == 1 else None))
        return Lookup((pl.Series("voie_acces", values, ACCES),), bad)

    def _choices(self, codes: pl.DataFrame, found: BatchProblems) -> Iterator[pl.Expr]:
        """``forme``, ``option`` and the flags; what the file lacks takes its default."""
        for choice in self.spec.choices:
            if choice.name not in ("voie", "voie_acces", "sexe"):
                yield self._words(choice.name, choice, pl.Enum(list(choice.values)), codes, found)
        for flag in self.spec.flags:
            yield self._words(flag, OUI_NON, pl.Enum(list(OUI_NON.values)), codes, found) == french.OUI
        for number, read in self.spec.numbers.items():
            said = self._looked_up(number, read, -1, pl.Int32(), codes, found)
            if number in self.spec.ages and "date_naissance" in self.headings:
                said = self._said_or_told(number, said, codes, found)
            yield said

    def _said_or_told(self, name: str, said: pl.Expr, codes: pl.DataFrame, found: BatchProblems) -> pl.Expr:
        """The age that is said, or else that the date of birth tells; where both are there they must agree."""
        told = self._age(name, codes)
        if name in self.headings:
            ages = codes.select(said.alias("said"), told.alias("told"))
            apart = (ages["said"] >= 0) & (ages["told"] >= 0) & (ages["said"] != ages["told"])
            for age, born in ages.filter(apart).unique(maintain_order=True).iter_rows():
                message = (
                    f"{french.plural(age, 'an')} est dit, et la date de naissance donne {french.plural(born, 'an')} au "
                    f"31 décembre {self.spec.session} ; corriger l'un ou l'autre, ou laisser cette case vide"
                )
                found.note_rows((ages["said"] == age) & (ages["told"] == born), message, self.headings[name])
        return pl.when(said >= 0).then(said).otherwise(told).alias(name)

    def _age(self, name: str, codes: pl.DataFrame) -> pl.Expr:
        """The age that the date of birth tells; what is wrong with a date is told with the identities."""
        texts = codes["date_naissance"]
        read = functools.partial(read_age, session=self.spec.session)

        def build() -> Lookup:
            values, _ = parsed(enum_texts(texts), read, -1)
            return Lookup((pl.Series(name, values, pl.Int32()),), {})

        return self._lookup(f"{name}, né", texts.dtype, build).expressions(pl.col("date_naissance").to_physical())[0]

    def _words(self, name: str, choice: Choice, dtype: pl.Enum, codes: pl.DataFrame, found: BatchProblems) -> pl.Expr:
        return self._looked_up(name, choice.read, choice.empty or "", dtype, codes, found)

    def _looked_up(
        self,
        name: str,
        read: Callable[[str], Any],
        unsaid: Any,
        dtype: pl.DataType,
        codes: pl.DataFrame,
        found: BatchProblems,
    ) -> pl.Expr:
        """A column whose cells are read one by one; ``unsaid`` where the file lacks it."""
        if name not in self.headings:
            return pl.lit(unsaid, dtype).alias(name)
        texts = codes[name]

        def build() -> Lookup:
            values, bad = parsed(enum_texts(texts), read, unsaid)
            return Lookup((pl.Series(name, values, dtype),), bad)

        lookup = self._lookup(name, texts.dtype, build)
        index = pl.col(name).to_physical()
        self._note(name, codes, index, lookup, found)
        return lookup.expressions(index)[0]

    def _motifs(self, codes: pl.DataFrame, found: BatchProblems) -> Iterator[pl.Expr]:
        """The ground of each cell, where the file has a column for it."""
        for unit, heading in self.spec.motifs.items():
            if heading in self.headings:
                told = self._looked_up(heading, read_motif, int(Motif.SANS), pl.Int8(), codes, found)
                yield told.alias(unit + MOTIF)

    def _cell(self, column: CellColumn, codes: pl.DataFrame, found: BatchProblems) -> list[pl.Expr]:
        """The status, the mark and, where the file knows years, the session of one column of marks or codes."""
        name = column.name
        if name not in self.headings:
            return [pl.lit(0, pl.Int8).alias(name + STATUS), pl.lit(0, pl.Int16).alias(name + MARK)]
        texts = codes[name]

        def read(text: str) -> Parsed:
            cell = column.read(text)
            if problem := self.spec.year_problem(cell):
                raise CellError(problem)
            return cell

        def build() -> Lookup:
            nothing: Parsed = (0, 0, None)
            values, bad = parsed(enum_texts(texts), read, nothing)
            statuses, marks, sessions = zip(*values, strict=True)
            columns = [pl.Series(name + STATUS, statuses, pl.Int8), pl.Series(name + MARK, marks, pl.Int16)]
            if any(session is not None for session in sessions):
                columns.append(pl.Series(name + SESSION, sessions, pl.Int16))
            return Lookup(tuple(columns), bad)

        lookup = self._lookup(name, texts.dtype, build)
        index = pl.col(name).to_physical()
        self._note(name, codes, index, lookup, found)
        return lookup.expressions(index)

    def _check_answers(self, frame: pl.DataFrame, found: BatchProblems) -> None:
        """What some door will read as oui or non says one of them, or nothing."""
        asked = [heading for heading in self.others if normalised_heading(heading) in ANSWERS]
        for answers in encoded(frame.select(asked)):
            _, bad = parsed(enum_texts(answers), OUI_NON.read, "")
            found.note(answers.to_physical(), bad, answers.name)

    def _identity(
        self, codes: pl.DataFrame, texts: pl.DataFrame, found: BatchProblems, apart: list[pl.Series]
    ) -> list[pl.Series]:
        """The identity columns that the file has, then what is doubtful in them."""
        columns: list[pl.Series] = []
        for name in IDENTITY:
            if name in _CODED_IDENTITY and name in codes.columns:
                columns.append(self._checked_text(name, codes, found))
            elif name in texts.columns:
                columns.append(texts[name])
        return [*columns, self._warnings(codes, texts, apart)]

    def _checked_text(self, name: str, codes: pl.DataFrame, found: BatchProblems) -> pl.Series:
        texts = codes[name]
        read = _WORDS[name].read if name in _WORDS else functools.partial(read_birth_date, session=self.spec.session)

        def build() -> Lookup:
            values, bad = parsed(enum_texts(texts), read, "")
            return Lookup((pl.Series(name, values, pl.String),), bad)

        lookup = self._lookup(name, texts.dtype, build)
        index = pl.col(name).to_physical()
        self._note(name, codes, index, lookup, found)
        return codes.select(lookup.expressions(index)).to_series()

    def _warnings(self, codes: pl.DataFrame, texts: pl.DataFrame, apart: list[pl.Series]) -> pl.Series:
        told = [*apart, *name_warnings(texts, codes)]
        told += [ine_warnings(texts["ine"]).alias("ine")] if "ine" in texts.columns else []
        born = functools.partial(birth_warning, session=self.spec.session)
        for name, check in (("uai", uai_warning), ("etablissement", embedded_uai_warning), ("date_naissance", born)):
            if name in codes.columns:
                meant = pl.Series(name, [check(text) for text in enum_texts(codes[name])], pl.String)
                told.append(meant.gather(codes[name].to_physical()))
        if not told:
            return pl.repeat("", codes.height, dtype=pl.String, eager=True).alias(WARNINGS)
        said = (pl.when(pl.col(part.name) != "").then(pl.col(part.name)) for part in told)
        joined = pl.concat_str(*said, separator=DOUBTS, ignore_nulls=True)
        return pl.DataFrame(told).select(joined.alias(WARNINGS)).to_series()
