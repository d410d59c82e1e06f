"""The text of a file of settings or of data that a person wrote: UTF-8, or a fault that names the byte."""

from laureat.vocabulary.problems import InputProblem, InvalidInput

_UTF_16 = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded(content: bytes, source: str) -> str:
    """The text of a file, its byte order mark left out. Raises InvalidInput, with the place of the byte at fault."""
    for mark, name in _UTF_16:
        if content.startswith(mark):
            try:
                return content.decode(name)
            except UnicodeDecodeError:
                raise InvalidInput([InputProblem("ce texte UTF-16 est coupé ou abîmé", source)]) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", errors="replace")
        guess = content[error.start : error.start + 1].decode("cp1252", errors="replace")
        told = f"l'octet 0x{content[error.start]:02X} n'est pas de l'UTF-8 (« {guess} » dans un fichier Windows)"
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        raise InvalidInput(
            [InputProblem(f"{told} ; enregistrer le fichier en UTF-8", source, line, str(column))]
        ) from None
