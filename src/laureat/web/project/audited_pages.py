"""The public pages of results, where their folder is at hand, compared by the audit with what the facts say."""

import os
from pathlib import Path

from laureat.records.audit import AuditFinding
from laureat.web import data_folder
from laureat.web.project import audited, database
from laureat.web.project.derived_house import finding

READ_ONLY = "-c default_transaction_read_only=on"


def wrong(data: Path) -> list[AuditFinding] | None:
    """The files that differ, are missing or are one too many; None where there is no such folder here.

    They are made again by what writes them: the application is set up for that, to read and no more.
    """
    if not (Path(os.environ.get("LAUREAT_PUBLIC") or data / data_folder.PUBLIC) / "resultats").is_dir():
        return None
    from django.apps import apps

    if not apps.ready:
        import django

        url = audited.address(data)
        os.environ |= {"LAUREAT_DONNEES": str(data), database.APPLICATION_URL: url, "PGOPTIONS": READ_ONLY}
        os.environ |= {"LAUREAT_CLE_SECRETE": "aucune page", "DJANGO_SETTINGS_MODULE": "laureat.web.project.settings"}
        django.setup()
    from laureat.web.exam_sessions import results

    return [finding("pages publiques", told) for told in sorted(results.differences())]
