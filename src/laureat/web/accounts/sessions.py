"""Browser sessions: what the base keeps of one opens none, neither read nor copied under another name.

The base holds a digest of the key that the cookie bears, and what a session says is signed for that key alone. So
whoever reads the base, or writes in it without the secret of the service, takes no session that somebody opened.
"""

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone


def kept(key: str | None) -> str:
    """What the base keeps of the key of a session."""
    return hashlib.sha256((key or "").encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """Django's own, by digests."""

    @property
    def key_salt(self) -> str:
        """What a session says is signed with its key."""
        return f"laureat.session.{self.session_key}"

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        found = self.model.objects.filter(session_key=kept(self.session_key), expire_date__gt=timezone.now()).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        """Whether a key is taken."""
        return self.model.objects.filter(session_key=kept(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row of this session."""
        row = super().create_model_instance(data)
        row.session_key = kept(self.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Forget a session, this one by default."""
        self.model.objects.filter(session_key=kept(session_key or self.session_key)).delete()
