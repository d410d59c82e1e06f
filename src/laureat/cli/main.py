"""The ``laureat`` command: each verb is a module of this package, loaded when it is called."""

import errno
import gettext
import importlib
import os
import sys
from importlib import resources
from typing import Any

import click

from laureat import __version__
from laureat.cli.helps import asked, helps
from laureat.cli.spoken import Console, in_english, told
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import plural

COMMANDS: dict[str, str] = {
    # verb: "module:command", in the order of a session
    "fiche": "laureat.cli.fiche:fiche",
    "reglement": "laureat.cli.reglement:reglement",
    "texte": "laureat.cli.texte:texte",
    "cohorte": "laureat.cli.cohorte:cohorte",
    "modele": "laureat.cli.modele:modele",
    "grille": "laureat.cli.grille:grille",
    "reporter": "laureat.cli.reporter:reporter",
    "deliberer": "laureat.cli.deliberer:deliberer",
    "expliquer": "laureat.cli.expliquer:expliquer",
    "rejouer": "laureat.cli.rejouer:rejouer",
    "sensibilite": "laureat.cli.sensibilite:sensibilite",
    "jury": "laureat.cli.jury:jury",
    "emettre": "laureat.cli.emettre:emettre",
    "attester": "laureat.cli.attester:attester",
    "declarer": "laureat.cli.declarer:declarer",
    "verifier": "laureat.cli.verifier:verifier",
    "sauvegarder": "laureat.cli.sauvegarder:sauvegarder",
    "restaurer": "laureat.cli.restaurer:restaurer",
    "auditer": "laureat.cli.auditer:auditer",
    "temoin": "laureat.cli.temoin:temoin",
    "roles": "laureat.cli.roles:roles",
    "preparer": "laureat.cli.preparer:preparer",
    "compte": "laureat.cli.compte:compte",
    "serveur": "laureat.cli.serveur:serveur",
    "travailleur": "laureat.cli.travailleur:travailleur",
    "scelleur": "laureat.cli.scelleur:scelleur",
    "demo": "laureat.cli.demo:demo",
}

EXIT_INVALID_INPUT = 2
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_ROOM = "Le disque est plein : faire de la place, puis relancer la même commande."


class LazyGroup(click.Group):
    """A group that imports a verb's module only when the verb is called: any `--help` stays instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in the order of a session."""
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs, from what is known of them without importing any."""
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl([(verb, helps()[verb]["resume"]) for verb in self.list_commands(ctx)])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Answer `--help` from data; anything else imports the verb."""
        if (answer := asked(args, ctx.help_option_names)) is not None:
            click.echo(answer)
            ctx.exit()
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; what it refuses is told in the language of the person."""
        try:
            return super().invoke(ctx)
        except click.ClickException as refused:
            vars(refused)["message"] = told(refused.message)
            raise

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the verb."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        try:
            command: click.Command = getattr(importlib.import_module(module), attribute)
        except ModuleNotFoundError as missing:
            if (missing.name or "").startswith("laureat"):
                raise
            lacking = (
                f"« laureat {cmd_name} » demande le module {missing.name} : installer laureat avec toutes ses options"
            )
            raise click.ClickException(
                f"{lacking}, pip install 'laureat[planning,credentials,documents,web]'."
            ) from None
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help", "--aide"]})
@click.version_option(__version__, prog_name="laureat", message="%(prog)s %(version)s", help="Affiche la version.")
def laureat() -> None:
    """Conduit une certification professionnelle, de la fiche RNCP au diplôme vérifiable."""


def speak() -> None:
    """Have click say its own sentences in the language of the person too."""
    os.environ["LANGUAGE"] = "en" if in_english() else "fr"
    gettext.bindtextdomain("laureat", str(resources.files("laureat.cli") / "locale"))
    gettext.textdomain("laureat")
    laureat.help = told(laureat.help or "")
    for option in laureat.params:
        if isinstance(option, click.Option) and option.help:
            option.help = told(option.help)


def main() -> None:
    """Run the command; every problem of an input is printed at once, and nothing was written (exit code 2)."""
    speak()
    try:
        laureat(standalone_mode=True)
    except InvalidInput as invalid:
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        console.print(f"[bold red]{plural(len(invalid.problems), 'problème')} ; rien n'a été écrit.[/]")
        for problem in invalid.problems:
            console.print(f" • {told(str(problem))}", markup=False)
        sys.exit(EXIT_INVALID_INPUT)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        console.print(f"[bold red]{told(_NO_ROOM)}[/]")
        sys.exit(1)


if __name__ == "__main__":
    main()
