"""Settings, all from the environment; what is secret lives in the data folder."""

import os
from datetime import timedelta

from laureat.documents.codes import site
from laureat.exchange.english import CATALOGUES
from laureat.records import retention
from laureat.records.signed_note import key_name
from laureat.web import data_folder
from laureat.web.project import database

DONNEES = data_folder.folder()
SECRET_KEY = os.environ.get("LAUREAT_CLE_SECRETE") or data_folder.secret(data_folder.SECRET)
DEBUG = False

# The demonstration lets staff in without a second factor, and says so on every page: its folder was marked at birth.
DEMONSTRATION = data_folder.is_demonstration()
SECOND_FACTOR_REQUIRED = not DEMONSTRATION
HTTPS = os.environ.get("LAUREAT_HTTPS") == "1"

ALLOWED_HOSTS = os.environ.get("LAUREAT_HOTES", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("LAUREAT_ORIGINES", "").split(",") if origin]

INSTALLED_APPS = [
    "laureat.web.project",
    "laureat.web.jury_room",
    "laureat.web.registry",
    "laureat.web.aftermath",
    "laureat.web.vae",
    "laureat.web.grids",
    "laureat.web.exam_sessions",
    "laureat.web.titles",
    "laureat.web.checkpoints",
    "laureat.web.candidates",
    "procrastinate.contrib.django",
    "laureat.web.mails",
    "laureat.web.jobs",
    "laureat.web.accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "laureat.web.project.middleware.ContentSecurityPolicy",
    "django.middleware.locale.LocaleMiddleware",
    "laureat.web.project.language.French",
    "laureat.web.project.gate.Gate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "laureat.web.exam_sessions.proved.Proved",
    "laureat.web.accounts.middleware.Access",
]
ROOT_URLCONF = "laureat.web.project.urls"
WSGI_APPLICATION = "laureat.web.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "laureat.web.project.context.site",
            ],
            "builtins": ["laureat.web.project.templatetags.laureat"],
        },
    }
]

DATABASES = database.databases(os.environ)
ROLE_APPLICATION = os.environ.get("LAUREAT_ROLE_APPLICATION") or str(DATABASES["default"]["USER"])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accueil"
LOGOUT_REDIRECT_URL = "accueil"

ACCOUNT_ADAPTER = "laureat.web.mails.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is born from an invitation sent to its address, or handed over
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nothing is written to whoever has no account here
ACCOUNT_SESSION_REMEMBER = False
# Ours are counted in the base (``limits``).
ACCOUNT_RATE_LIMITS = {"reset_password": False, "login_failed": False, "change_password": False}
ACCOUNT_FORMS = {
    "change_password": "laureat.web.accounts.adapter.ChangePasswordForm",
    "reset_password": "laureat.web.accounts.adapter.ResetPasswordForm",
}
MFA_FORMS = {
    "authenticate": "laureat.web.accounts.adapter.AuthenticateForm",
    "reauthenticate": "laureat.web.accounts.adapter.ReauthenticateForm",
}
MFA_ADAPTER = "laureat.web.accounts.adapter.Factors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Lauréat"

# Failures to enter, counted in the base: of one account from wherever, and from one address (a school) for any account.
FAILURES_PER_ACCOUNT = int(os.environ.get("LAUREAT_ECHECS_PAR_COMPTE", "6"))
FAILURES_PER_ADDRESS = int(os.environ.get("LAUREAT_ECHECS_PAR_ADRESSE", "60"))
FAILURES_WINDOW = timedelta(minutes=15)
VERIFICATIONS_PER_ADDRESS = int(os.environ.get("LAUREAT_VERIFICATIONS", "60"))  # in ten minutes

IDLE_SECONDS = 60 * int(os.environ.get("LAUREAT_INACTIVITE", "120"))  # slides with every page
STAY_SECONDS = 60 * int(os.environ.get("LAUREAT_DUREE", "720"))  # from the entry, whatever is done
SESSION_COOKIE_AGE = STAY_SECONDS
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# A page of a neighbouring site sets none of these: such a name is of this host alone, over TLS.
_OF_THIS_HOST = "__Host-" if HTTPS else ""
SESSION_ENGINE = "laureat.web.accounts.sessions"
SESSION_COOKIE_NAME = f"{_OF_THIS_HOST}laureat_session"
CSRF_COOKIE_NAME = f"{_OF_THIS_HOST}laureat_jeton"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "laureat.web.project.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
EXPORTS_PER_DAY = int(os.environ.get("LAUREAT_EXPORTS_PAR_JOUR", "40"))  # a page about someone weighs 1/50 of one

# The name of the log of the house, until its first checkpoint fixes it; none: a name drawn from its key.
LEDGER_ORIGIN = key_name(_name) if (_name := os.environ.get("LAUREAT_ORIGINE_JOURNAL", "")) else ""

# The address of the authority that dates checkpoints (RFC 3161); none: witnesses alone say the time.
TIMESTAMPING = os.environ.get("LAUREAT_HORODATAGE", "")

# The public address of the service, which makes it a did:web and prints on papers; none: the issuer is its key.
SITE = site(os.environ.get("LAUREAT_SITE", ""), "LAUREAT_SITE")

# The address that links in mails and letters bear: that of the service, else that under which the proxy is reached.
ADDRESS = SITE or (f"{CSRF_TRUSTED_ORIGINS[0].strip().rstrip('/')}/" if CSRF_TRUSTED_ORIGINS else "")

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "français"), ("en", "English")]
LOCALE_PATHS = [CATALOGUES]
LANGUAGE_COOKIE_NAME = "laureat_langue"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("LAUREAT_FUSEAU", "Europe/Paris")

STATIC_URL = "/statiques/"
STATIC_ROOT = DONNEES / data_folder.STATICS
PUBLIC = os.environ.get("LAUREAT_PUBLIC") or DONNEES / data_folder.PUBLIC
"""Where the pages of results are written, for a web server to give as they are."""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DEFAULT_FROM_EMAIL = os.environ.get("LAUREAT_EXPEDITEUR", "laureat@localhost")
if os.environ.get("LAUREAT_SMTP"):
    EMAIL_HOST, _sep, _port = os.environ["LAUREAT_SMTP"].partition(":")
    EMAIL_PORT = int(_port or 25)
    EMAIL_TIMEOUT = 30
    EMAIL_HOST_USER = os.environ.get("LAUREAT_SMTP_UTILISATEUR", "")
    EMAIL_HOST_PASSWORD = os.environ.get("LAUREAT_SMTP_PHRASE", "")
    EMAIL_USE_SSL = os.environ.get("LAUREAT_SMTP_TLS") == "direct"
    EMAIL_USE_TLS = os.environ.get("LAUREAT_SMTP_TLS") == "starttls"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DONNEES / data_folder.MAILS

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}},
}

SILENCED_SYSTEM_CHECKS: list[str] = []

HEADS_EVERY = int(os.environ.get("LAUREAT_TETES", "10"))
"""Minutes between two rounds in which the worker signs the heads that are due; 0: it never does."""

# How long each kind of text is kept after the results (RGPD art. 5 and 17); each service confirms or changes it.
RETENTION = retention.periods_told(os.environ)

# How many days what stands beside the logs is kept: mails, drafts, jobs, lists handed over, the security log…
DAYS_KEPT = retention.days_told(os.environ)
