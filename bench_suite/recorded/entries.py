"""Entry: what one row of a recording says, in our words, whatever tool wrote it."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from clipo_bench.bench_suite.models.model import FinishReason
from clipo_bench.bench_suite.recorded import values
from clipo_bench.bench_suite.recorded.formats import (
    NAMES,
    PLAIN,
    Columns,
    Format,
    Row,
    find_format,
    recognise,
)
from clipo_bench.bench_suite.recorded.rows import recorded_rows
from clipo_bench.bench_suite.recorded.values import ABSENT, pick
from clipo_bench.tasks.answers.extract import golds as answers_of
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option
from clipo_bench.tasks.sources.files import Placed

SHOWN = 10

T = TypeVar("T")
_NO_OPTIONS: tuple[list[str], list[str]] = ([], [])


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row of a recording says.

    Attributes:
        place: where it stands, for messages.
        id: the problem's; empty where none is given.
        golds: the answers of which any is right; empty where the file has none.
        responses: what the model wrote, one or more samples; empty texts where it wrote nothing.
        finish_reasons: how each ended.
        prompt: what the model was given; empty where nobody recorded it.
        question: what was asked, without the instruction; empty where nobody recorded it.
        choices: the options of a multiple choice.
        family: empty where none is given.
        kind: the value of the pair column; empty without one.
        variant: tells variants of one kind apart; empty where nothing does.
        sample: which of the problem's samples it is; None where the file does not say.
        tokens: how long each response is; None where the file does not say.
        benchmark: what the problem is of; empty where the file does not say.
        date: when the problem was published; empty where that is not known.
    """

    place: str
    id: str
    golds: tuple[str, ...]
    responses: tuple[str, ...]
    finish_reasons: tuple[FinishReason, ...]
    prompt: str
    question: str
    choices: tuple[str, ...]
    family: str
    kind: str
    variant: str
    sample: int | None
    tokens: tuple[int | None, ...]
    benchmark: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A recording whose format is known.

    Attributes:
        path: a file, or a folder of files.
        format: the format, with the columns that the user named in place of its own.
        named: which columns the user named: these have to be there.
        filter: of lm-eval's filters, the one to read; None is the first.
        only: a path and the text that stands there in the rows to read; None reads all.
    """

    path: Path
    format: Format
    named: frozenset[str] = frozenset()
    filter: str | None = None
    only: tuple[str, str] | None = None

    @property
    def identity(self) -> dict[str, Any]:
        """What decides which cells are read; only what there is."""
        columns = {name: path for name, path in asdict(self.format.columns).items() if path}
        only = None if self.only is None else "=".join(self.only)
        chosen = {"filter": self.filter, "only": only}
        given = {name: value for name, value in chosen.items() if value}
        return {"format": self.format.name, "columns": columns, **given}

    def entries(self, *, golds: bool = True) -> Iterator[Entry]:
        """Read the rows.

        Args:
            golds: whether right answers are to be read, and each row has to have one.

        Raises:
            InputError: the file is damaged, or a row lacks something or holds what is no text.
        """
        for place, row in self._chosen():
            if missing := self.format.missing(row):
                raise InputError(
                    f"{place} has no {', '.join(missing)}, which every row of the format "
                    f"{self.format.name} has ({self.format.files})"
                )
            try:
                prepared = self.format.prepare(row)
            except ValueError as error:
                raise InputError(f"{place} {error}") from None
            yield _entry(_Cells(place, prepared, self.format, self.named), golds)

    def _chosen(self) -> Iterator[Placed]:
        """The rows that `only` lets through."""
        if self.only is None:
            yield from self._filtered()
            return
        path, wanted = self.only
        seen: dict[str, None] = {}
        for place, row in self._filtered():
            found = pick(row, path)
            name = "nothing" if found is ABSENT else str(found)
            seen.setdefault(name)
            if name == wanted:
                yield place, row
        if wanted not in seen:
            names = ", ".join(f"{name:.80}" for name in list(seen)[:SHOWN])
            raise InputError(
                f"{self.path} has no row whose {path} is {wanted!r}; there are {names}"
            )

    def _filtered(self) -> Iterator[Placed]:
        """The rows, of one of lm-eval's filters: the others hold the same responses."""
        if self.format.filter is None:
            yield from recorded_rows(self.path)
            return
        wanted, seen = self.filter, set[str]()
        for place, row in recorded_rows(self.path):
            name = "" if (found := pick(row, self.format.filter)) is ABSENT else str(found)
            wanted = wanted or name
            seen.add(name)
            if name == wanted:
                yield place, row
        if wanted not in seen:
            names = ", ".join(sorted(seen))
            raise InputError(f"{self.path} has no filter {wanted!r}; it has {names}")


def open_source(
    path: Path,
    columns: Columns,
    *,
    format: str | None = None,
    filter: str | None = None,
    only: str | None = None,
    golds: bool = True,
) -> Source:
    """Tell a recording's format.

    Args:
        path: a file, or a folder of files.
        columns: those that the user names; where one is None, the format says where it stands.
        format: the name of one of `FORMATS`; None tells it by the first row, or reads only the
            named columns if they are id, gold and response.
        filter: of lm-eval's filters, the one to read; None is the first.
        only: ``path=value``: which rows to read, such as ``step=100``; None reads all.
        golds: whether the rows have to have right answers.

    Raises:
        InputError: the file cannot be read, or its format cannot be told.
    """
    named = {
        field.name: place for field in fields(columns) if (place := getattr(columns, field.name))
    }
    settled = {*named} if golds else {*named, "gold"}
    if format is None and {"id", "gold", "response"} <= named.keys():
        found = replace(_plain(settled), columns=Columns())
    elif format is None:
        found = _recognise(path, settled)
    else:
        found = _plain(settled) if format == PLAIN else find_format(format)
    if filter and not found.filter:
        raise InputError(f"{path} is read as {found.name}, which has no filters")
    found = replace(found, columns=replace(found.columns, **named))
    place, equals, value = (only or "").partition("=")
    if only and not (place and equals):
        raise InputError(f"only is {only!r}: expected a path and a value, such as step=100")
    chosen = (place, value) if only else None
    return Source(path, found, frozenset(named), filter, chosen)


def _plain(settled: Collection[str]) -> Format:
    """The format of plain columns, of which those that are settled may be lacking."""
    plain = find_format(PLAIN)
    return replace(plain, marks=tuple(mark for mark in plain.marks if mark not in settled))


def _recognise(path: Path, settled: Collection[str]) -> Format:
    """Tell a format by the first row."""
    place, row = next(recorded_rows(path))
    if found := recognise(row):
        return found
    if settled and not _plain(settled).missing(row):
        return _plain(settled)
    raise InputError(
        f"{place} is of no known format: it has {', '.join(values.leaves(row))}; `clipo-bench "
        f"grade` reads it if its columns are named ({option('response')}, {option('gold')}, "
        f"{option('id')}), or its {option('format')}: "
        f"{', '.join(NAMES)}"
    )


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row, read by what its columns mean."""

    place: str
    row: Row
    format: Format
    named: frozenset[str]

    def get(self, name: str, read: Callable[[Any], T], absent: T) -> T:
        """Read the column of a meaning.

        Raises:
            InputError: the user named it and it is not there, or `read` refuses it.
        """
        path = getattr(self.format.columns, name)
        value = ABSENT if path is None else pick(self.row, path)
        if value is ABSENT and name in self.named:
            raise InputError(
                f"{self.place} has no column {path!r}; it has {', '.join(values.leaves(self.row))}"
            )
        if value is ABSENT:
            return absent
        try:
            return read(value)
        except RecursionError:
            raise InputError(f"{self.place}: column {path!r} is nested too deep") from None
        except ValueError as error:
            raise InputError(f"{self.place}: column {path!r} {error}") from None


def _entry(cells: _Cells, golds: bool) -> Entry:
    labels, choices = cells.get("choices", values.options, _NO_OPTIONS)
    responses = cells.get("response", values.responses, [""])

    def right(value: Any) -> list[str]:
        if choices:
            return [values.option_letter(one, labels, choices) for one in values.golds(value)]
        return [answers_of(values.plain_text(one))[-1] for one in values.golds(value)]

    entry = Entry(
        place=cells.place,
        id=cells.get("id", _text_or_nothing, ""),
        golds=tuple(cells.get("gold", right, [])) if golds else (),
        responses=tuple(responses),
        finish_reasons=tuple(
            cells.get(
                "finish_reason",
                lambda value: values.finish_reasons(value, len(responses)),
                values.finish_reasons(None, len(responses)),
            )
        ),
        prompt=cells.get("prompt", values.asked, ""),
        question=cells.get("question", values.asked, ""),
        choices=tuple(choices),
        family=cells.get("family", _text_or_nothing, ""),
        kind=cells.get("pair", values.plain_text, ""),
        variant=cells.get("variant", values.plain_text, ""),
        sample=cells.get("sample", values.whole_number, None),
        tokens=tuple(
            cells.get(
                "tokens",
                lambda value: values.token_counts(value, len(responses)),
                values.token_counts(None, len(responses)),
            )
        ),
        benchmark=cells.get("benchmark", _text_or_nothing, ""),
    )
    if golds and not entry.golds:
        why = cells.format.no_gold or "name their column with {gold}"
        names = {name: option(name) for name in ("gold", "problems")}
        raise InputError(f"{cells.place} has no right answer: {why.format(**names)}")
    return entry


def _text_or_nothing(value: Any) -> str:
    return "" if value is None else values.plain_text(value)
