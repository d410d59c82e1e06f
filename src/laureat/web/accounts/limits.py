"""How often something may be tried: counted in the base, so that every process of the service counts together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from laureat.vocabulary.french import folded
from laureat.web.accounts.models import Counter


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``ceiling`` times for one key in a window of time, which opens at the first."""

    kind: str
    ceiling: int
    window: timedelta

    def take(self, key: str) -> bool:
        """Count one; False where it is one too many. Atomic: of a hundred at once, ``ceiling`` pass."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO accounts_counter AS known (kind, key, count, until) VALUES (%s, %s, 1, %s) "
                "ON CONFLICT (kind, key) DO UPDATE SET "
                "count = CASE WHEN known.until <= %s THEN 1 ELSE known.count + 1 END, "
                "until = CASE WHEN known.until <= %s THEN excluded.until ELSE known.until END RETURNING count",
                [self.kind, key, (now := timezone.now()) + self.window, now, now],
            )
            return bool(cursor.fetchone()[0] <= self.ceiling)

    def give_back(self, key: str, count: int = 1) -> None:
        """Uncount what was taken for nothing."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE accounts_counter SET count = greatest(count - %s, 0) WHERE kind = %s AND key = %s",
                [count, self.kind, key],
            )

    def clear(self, key: str) -> int:
        """Forget this key; gives how many were counted."""
        found = Counter.objects.filter(kind=self.kind, key=key)
        count = next(iter(found.values_list("count", flat=True)), 0)
        found.delete()
        return count

    def until(self, key: str) -> datetime | None:
        """When a key that is refused will be heard again; None for one that is not."""
        found = Counter.objects.filter(kind=self.kind, key=key, count__gte=self.ceiling, until__gt=timezone.now())
        return found.values_list("until", flat=True).first()


def per_account() -> Limit:
    """Failures to enter one account, from wherever."""
    return Limit("compte", settings.FAILURES_PER_ACCOUNT, settings.FAILURES_WINDOW)


def per_address() -> Limit:
    """Failures from one address, whatever the account: a whole school may stand behind it."""
    return Limit("adresse", settings.FAILURES_PER_ADDRESS, settings.FAILURES_WINDOW)


def verifications() -> Limit:
    """Documents verified from one address."""
    return Limit("verifier", settings.VERIFICATIONS_PER_ADDRESS, timedelta(minutes=10))


def resets() -> Iterator[Limit]:
    """Passwords asked anew: for one account, then from one address."""
    yield Limit("oubli", 5, timedelta(hours=1))
    yield Limit("oubli-adresse", 40, timedelta(hours=1))


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: the address that the proxy vouches for, the network of a house in IPv6."""
    told = str(request.META.get("REMOTE_ADDR") or "")
    try:
        found = ip_address(told)
    except ValueError:
        return told[:40]
    if isinstance(found, IPv6Address):
        return f"{found.exploded[:19]}::/64" if found.ipv4_mapped is None else str(found.ipv4_mapped)
    return str(found)


def account_key(typed: str) -> str:
    """An account as it is typed, known or not."""
    return folded(typed.strip())[:200]


def prune() -> None:
    """Forget the windows that are over."""
    Counter.objects.filter(until__lt=timezone.now()).delete()
