"""JSON-LD expanded by PyLD, which takes a fifth of a second to load: loaded by whoever reads a document."""

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pyld import jsonld

from laureat.credentials.contexts import CONTEXTS, UnknownContext, loader
from laureat.credentials.strict_json import Malformed, Unsupported
from laureat.vocabulary.french.failures import plainly

_EXPANDING = threading.Lock()
"""PyLD keeps what it has read of contexts in a cache that two threads break."""
_SCOPED: dict[tuple[Any, ...], Any] = {}
"""What the scoped contexts of those we know give: by the active context, the scoped one and how it applies."""
_MANY_SCOPED = 300


def expanded(
    document: Mapping[str, Any],
    contexts: Mapping[str, dict[str, Any]],
    base: str,
    on_dropped: Callable[[str | None], None],
) -> list[dict[str, Any]]:
    """The expanded form of a document; ``on_dropped`` is told each property that it leaves out.

    Raises Malformed or Unsupported where the document is not JSON-LD or not in the part of it that we read.
    """
    try:
        with _EXPANDING:
            options = {"documentLoader": loader(contexts), "base": base}
            found: list[dict[str, Any]] = Processor(on_property_dropped=on_dropped).expand(document, options)
    except UnknownContext as error:
        raise Unsupported(str(error)) from None
    except (jsonld.JsonLdError, RecursionError, AttributeError, TypeError, ValueError) as error:
        raise Malformed(f"JSON-LD incorrect : {_code(error)}") from None
    return found


def _scoped(value: Any) -> Iterator[int]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            if key == "@context":
                yield id(each)
            yield from _scoped(each)


_OURS = frozenset(_scoped(dict(CONTEXTS)))
"""The contexts within the contexts that we know, which live as long as this program."""


class Processor(jsonld.JsonLdProcessor):  # type: ignore[misc] # PyLD has no types
    """PyLD, which works out the context of a type again at each node: what one of ours gives is kept.

    Those that a document brings are never kept.
    """

    def _process_context(self, active_ctx: Any, local_ctx: Any, options: Any, **told: Any) -> Any:
        ours = id(local_ctx) in _OURS
        if ours and "cycles" in told:
            return active_ctx  # asked only whether it is well-formed: ours are
        key = (active_ctx.get("_uuid"), id(local_ctx), *sorted(told.items()))
        if not ours or not key[0]:
            return super()._process_context(active_ctx, local_ctx, options, **told)
        if key not in _SCOPED:
            if len(_SCOPED) >= _MANY_SCOPED:
                _SCOPED.clear()
            _SCOPED[key] = super()._process_context(active_ctx, local_ctx, options, **told)
        return _SCOPED[key]

    def _expand_iri(self, active_ctx: Any, value: Any, base: Any = None, vocab: bool = False, **defining: Any) -> Any:
        """A term of the context is found at once: it is asked six times for each of the document's keys."""
        if vocab and not defining and isinstance(value, str) and value[:1] != "@" and value in active_ctx["mappings"]:
            mapping = active_ctx["mappings"][value]
            return mapping and mapping["@id"]
        return super()._expand_iri(active_ctx, value, base, vocab, **defining)


def _code(error: BaseException) -> str:
    """Why a document is no JSON-LD: the code that the standard gives to the fault, where it gives one."""
    code = getattr(error, "code", None)
    return f"faute « {code} » de la norme JSON-LD 1.1" if code else plainly(error)
