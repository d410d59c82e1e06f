"""What the sealer answers to each request: a value, a refusal with its reasons, or that it knows nothing of it."""

import json
import logging
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _

from laureat.session.framework import Refused
from laureat.vocabulary import InvalidInput
from laureat.web.sealer import protocol
from laureat.web.sealer.client import Unavailable, Unknown
from laureat.web.strongroom import heads, papers, titles

DOERS: dict[type[protocol.Request], Callable[[Any], object]] = {
    protocol.OwedHeads: lambda asked: heads.seal_due(asked.log),
    protocol.Numbers: lambda asked: heads.number_all(asked.log),
    protocol.Head: lambda asked: heads.vouch(asked.log, asked.size),
    protocol.HouseCheckpoint: lambda _asked: heads.checkpoint(),
    protocol.Titles: lambda asked: titles.sign(asked.log, asked.candidate, asked.wanted),
    protocol.TitleToken: lambda asked: titles.token(asked.identifier),
    protocol.WalletTitle: lambda asked: titles.for_wallet(asked.identifier, asked.x, asked.y),
    protocol.StatusList: lambda asked: titles.status_list(asked.purpose, asked.number, asked.issuer),
    protocol.WalletStatusList: lambda asked: titles.wallet_status_list(asked.number),
    protocol.Paper: lambda asked: papers.paper(asked.log, asked.candidate, asked.kind),
    protocol.Minutes: lambda asked: papers.minutes(asked.log, asked.deliberation),
    protocol.VaeMinutes: lambda asked: papers.vae_minutes(asked.certification, asked.sitting),
    protocol.VaePaper: lambda asked: papers.vae_paper(asked.application, asked.kind),
}


def answer(message: bytes) -> bytes:
    """The answer to a message, whatever it is."""
    return json.dumps(_answer(message), ensure_ascii=False).encode()


def _answer(message: bytes) -> dict[str, object]:
    try:
        asked = protocol.decode(message)
        return {"rendu": DOERS[type(asked)](asked)}
    except Unknown:
        return {"inconnu": True}
    except Refused as refused:
        logging.getLogger(__name__).warning("refusé : %s", refused)
        return {"refus": list(refused.reasons)}
    except InvalidInput as invalid:
        return {"refus": [str(problem) for problem in invalid.problems]}
    except Unavailable as unavailable:
        return {"erreur": unavailable.reason}
    except protocol.Malformed as malformed:
        return {"refus": [str(malformed)]}
    except DatabaseError:
        logging.getLogger(__name__).exception("la base n'a pas répondu au scelleur")
        return {"erreur": _("La base de données ne répond pas au scelleur : réessayez dans un instant.")}
    except Exception:
        logging.getLogger(__name__).exception("le scelleur s'est interrompu")
        return {"erreur": _("Le scelleur n'a pas pu répondre ; le journal du serveur dit pourquoi. Réessayez.")}
