"""What went wrong with a file or a program, in French: libraries say it in English, for those who write programs."""

import errno
import json

_OF_FILES = {
    errno.ENOENT: "le fichier n'existe pas",
    errno.EACCES: "l'accès en est refusé",
    errno.EPERM: "l'accès en est refusé",
    errno.EISDIR: "c'est un dossier",
    errno.ENOTDIR: "un dossier de ce chemin n'en est pas un",
    errno.ENOSPC: "le disque est plein",
    errno.ECONNREFUSED: "la connexion est refusée",
    errno.ETIMEDOUT: "le délai est dépassé",
}


def plainly(error: BaseException) -> str:
    """Why, for a person: what the system, a decoder or a parser ran into; never its own words."""
    if isinstance(error, TimeoutError):
        return _OF_FILES[errno.ETIMEDOUT]
    if isinstance(error, UnicodeDecodeError):
        return f"ce n'est pas un texte UTF-8 (octet {error.start + 1})"
    if isinstance(error, json.JSONDecodeError):
        return f"ce n'est pas du JSON à partir de la ligne {error.lineno}, colonne {error.colno}"
    if isinstance(error, KeyError) and error.args:
        return f"il manque « {error.args[0]} »"
    if isinstance(error, EOFError):
        return "le fichier est tronqué"
    if isinstance(error, OSError):
        return _OF_FILES.get(error.errno or 0, "le système ne peut pas le lire")
    return "le contenu n'est pas celui attendu"
