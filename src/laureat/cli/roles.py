"""``laureat roles``: the three roles and the base that a PostgreSQL of one's own needs."""

import secrets

import click

from laureat.cli.spoken import echo

ADDRESS = "Adresse d'un superutilisateur, comme postgresql://postgres:…@hote/postgres : crée les rôles et la base."


@click.command()
@click.option("--appliquer", "address", metavar="ADRESSE", help=ADDRESS)
@click.option("--base", "name", default="laureat", show_default=True, help="Nom de la base.")
def roles(address: str | None, name: str) -> None:
    """Écrit le SQL qui crée les trois rôles et la base d'un PostgreSQL à part ; ou l'exécute, avec --appliquer.

    Les mots de passe sont tirés au sort ; les adresses à donner à Lauréat sont écrites à la fin.
    """
    from psycopg import sql

    from laureat.web.project import database

    passwords = {role: secrets.token_urlsafe(24) for role in database.ROLES}
    if address is None:
        echo("-- À exécuter par un superutilisateur, avec psql.")
        for statement in database.statements(name, passwords):
            click.echo(f"{statement.as_string(None)};")
        click.echo(f"\\connect {sql.Identifier(name).as_string(None)}")
        for closing in database.closing_statements():
            click.echo(f"{closing};")
        host = "hote:5432"
    else:
        known = database.parse(address)
        database.create_roles_and_base(address, name, passwords)
        host = f"{known['HOST']}:{known['PORT'] or 5432}"
    mark = "-- " if address is None else ""
    echo(f"{mark}Pour le service qui sert les pages, fichier lisible de lui seul :")
    for variable, role in (
        (database.APPLICATION_URL, database.APPLICATION_ROLE),
        (database.SEALER_URL, database.SEALER_ROLE),
    ):
        click.echo(f"{mark}{variable}=postgresql://{role}:{passwords[role]}@{host}/{name}")
    echo(f"{mark}Pour la mise à jour des tables et les sauvegardes, à garder hors de portée du premier :")
    echo(
        f"{mark}{database.OWNER_URL}=postgresql://{database.OWNER_ROLE}:{passwords[database.OWNER_ROLE]}@{host}/{name}"
    )
