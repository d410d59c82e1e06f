"""The pages of results given as files, before Django: no session, no base, no template."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import parse_cookie
from whitenoise import WhiteNoise

from laureat.exchange.english import ENGLISH
from laureat.web.exam_sessions import results
from laureat.web.project.middleware import POLICY

if TYPE_CHECKING:
    from wsgiref.headers import Headers


class ResultFiles(WhiteNoise):
    """The files of ``settings.PUBLIC``, looked for at each request: they come and go while the service runs."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """The file, which is French; the application for whoever asks for another language."""
        chosen = parse_cookie(environ.get("HTTP_COOKIE", "")).get(settings.LANGUAGE_COOKIE_NAME)
        if (chosen or environ.get("HTTP_ACCEPT_LANGUAGE", "")).lower().startswith(ENGLISH):
            return self.application(environ, start_response)
        return super().__call__(environ, start_response)  # type: ignore[no-untyped-call]

    @staticmethod
    def serve(static_file: Any, environ: dict[str, Any], start_response: Any) -> Any:
        """The file, said to be that of one language: the application answers the others at the same address."""

        def varied(status: str, headers: list[tuple[str, str]]) -> Any:
            kept = [(name, value) for name, value in headers if name.lower() != "vary"]
            return start_response(status, [*kept, ("Vary", "Accept-Encoding, Accept-Language, Cookie")])

        return WhiteNoise.serve(static_file, environ, varied)  # type: ignore[no-untyped-call]

    def find_file(self, url: str) -> Any:
        """The file of an address; None for one that no file can have."""
        if not url.startswith(f"/{results.PREFIX}/") or "/." in url:
            return None
        try:
            return super().find_file(url)  # type: ignore[no-untyped-call]
        except (OSError, ValueError):  # a null byte, a name too long
            return None


def with_results(application: WSGIHandler) -> ResultFiles:
    """The application, behind those files; it answers where there is none."""
    results.folder().mkdir(parents=True, exist_ok=True)
    files = ResultFiles(
        application,
        autorefresh=True,
        max_age=60,
        index_file=True,
        allow_all_origins=False,
        add_headers_function=_add_headers,
    )
    files.add_files(str(results.folder()), prefix=results.PREFIX)  # type: ignore[no-untyped-call]
    return files


def _add_headers(headers: "Headers", _path: str, _url: str) -> None:
    headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
