"""Settings, by environment only. `GREENLIST_DEMO=1` turns on the demo clock and the 演示数据 banner.

Environment: GREENLIST_SECRET_KEY, GREENLIST_DATABASE_URL, GREENLIST_VAR (folder of data), GREENLIST_HOSTS
(comma-separated), GREENLIST_PUBLIC_URL (where the public reads it, for QR codes), GREENLIST_DEMO, GREENLIST_HTTPS (1 behind TLS), GREENLIST_RESULT_DAYS (days a result file is kept),
GREENLIST_STATUS_KEYS (the JWK set that signs status files; without it var/status_keys.json).

Messages: GREENLIST_HOLD_MINUTES (how long they can be taken back), GREENLIST_QUIET (22-8: hours without mail and text messages),
GREENLIST_MAIL_HOST, _PORT, _USER, _PASSWORD, _TLS (starttls, ssl or nothing), _FROM (without a host no mail goes out),
GREENLIST_SMS_GATEWAY (a class by its dotted path; without it no text messages), GREENLIST_SMS_URL, GREENLIST_SMS_SECRET.
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from greenlist.config.database import database

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("GREENLIST_VAR", ROOT / "var"))
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = False
DEMO = os.environ.get("GREENLIST_DEMO") == "1"
HTTPS = os.environ.get("GREENLIST_HTTPS") == "1"
PUBLIC_URL = os.environ.get("GREENLIST_PUBLIC_URL", "").rstrip("/")  # https://…, as printed on papers
ALLOWED_HOSTS = os.environ.get("GREENLIST_HOSTS", "127.0.0.1,localhost,testserver").split(",")


def _secret_key() -> str:
    """The key from the environment or from VAR/secret_key; there is no built-in key."""
    key = os.environ.get("GREENLIST_SECRET_KEY", "")
    file = VAR / "secret_key"
    if not key and file.exists():
        key = file.read_text().strip()
    if not key:
        raise ImproperlyConfigured("No secret key. Set GREENLIST_SECRET_KEY, or start with `python3 run.py`, which makes one under var/.")
    return key


SECRET_KEY = _secret_key()

CASEWORK = [
    "journal",
    "accounts",
    "files",
    "outbox",
    "directory",
    "jobs",
    "enrolment",
    "stationery",
    "standards",
    "register",
    "status",
    "evaluators",
    "rounds",
    "filings",
    "applications",
    "county",
    "verification",
    "consultation",
    "transcription",
    "recommendation",
    "delivery",
    "review",
    "selection",
    "publication",
    "yearly_tables",
    "body_returns",
    "problem_reports",
    "platform",
    "dossier",
    "handover",
    "publicity",
    "oversight",
    "incidents",
    "inspections",
    "desk",
]
PORTALS = ["shared", "applicant", "evaluator", "county", "bureau", "department", "province", "expert", "public", "admin", "api", "cli"]

INSTALLED_APPS = [
    "django.contrib.staticfiles",  # first: each stylesheet and script of a page asks whether it is installed, along this list
    *(f"greenlist.casework.{app}" for app in CASEWORK),
    *(f"greenlist.portals.{face}" for face in PORTALS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "greenlist.portals.shared.middleware.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "greenlist.portals.shared.kept_pages.KeptPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "greenlist.portals.shared.middleware.ClockMiddleware",
    "greenlist.portals.shared.middleware.CleanQueryMiddleware",
    "greenlist.portals.shared.middleware.YearMiddleware",
    "greenlist.portals.shared.middleware.ActorMiddleware",
    "greenlist.portals.shared.middleware.RefusalMiddleware",
    "greenlist.portals.shared.arriving.ArrivedFilesMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "greenlist.config.urls"
WSGI_APPLICATION = "greenlist.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "greenlist.portals.shared.context.page",
            ],
            "builtins": [f"greenlist.portals.shared.templatetags.{name}" for name in ("faces", "days", "figures")],
        },
    }
]

DATABASES = {"default": database(os.environ.get("GREENLIST_DATABASE_URL", ""), VAR / "greenlist.sqlite3")}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 600}},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "greenlist.portals.shared.sign_in.AccountAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "public:list"
# Wrong passwords are counted by axes for a name at an address. allauth's own count for a name alone is off: it would let a
# stranger lock anybody out from anywhere.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip"}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "greenlist.portals.shared.sign_in.counted_name"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "greenlist.portals.shared.static_addresses.StaticAddresses"},
}
MEDIA_ROOT = VAR / "files"
STATUS_KEYS = os.environ.get("GREENLIST_STATUS_KEYS", "")  # private JWK set
KEPT_PAGE_SECONDS = 60  # how long a public page is answered from memory when nobody does anything
RESULT_DAYS = int(os.environ.get("GREENLIST_RESULT_DAYS", "7"))  # how long the file of a background job is kept
MESSAGE_HOLD_MINUTES = int(os.environ.get("GREENLIST_HOLD_MINUTES", "10"))
MESSAGE_RETRY_MINUTES = (1, 5, 30, 120, 480)
QUIET_HOURS = tuple(int(hour) for hour in os.environ.get("GREENLIST_QUIET", "22-8").split("-"))
if len(QUIET_HOURS) != 2 or not all(0 <= hour <= 24 for hour in QUIET_HOURS):
    raise ImproperlyConfigured("GREENLIST_QUIET takes two hours from 0 to 24, such as 22-8.")
EMAIL_HOST = os.environ.get("GREENLIST_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("GREENLIST_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("GREENLIST_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("GREENLIST_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("GREENLIST_MAIL_TLS") == "starttls"
EMAIL_USE_SSL = os.environ.get("GREENLIST_MAIL_TLS") == "ssl"
DEFAULT_FROM_EMAIL = os.environ.get("GREENLIST_MAIL_FROM", "")
MAIL_ON = bool(EMAIL_HOST and DEFAULT_FROM_EMAIL)
SMS_GATEWAY = os.environ.get("GREENLIST_SMS_GATEWAY", "")
SMS_URL = os.environ.get("GREENLIST_SMS_URL", "")
SMS_SECRET = os.environ.get("GREENLIST_SMS_SECRET", "")
MOST_ARRIVING_BYTES = 50 * 1024**3  # of all uploads in pieces that wait for their form
MOST_PAGES = 5000  # of an uploaded PDF
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "greenlist.portals.shared.views.csrf_failure"
if HTTPS:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
