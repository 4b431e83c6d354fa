"""One settings file, everything that differs between offices comes from the environment (see .env.example)."""

import sys
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from pkh_sembako import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = "0.4.0"
TESTING = "pytest" in sys.modules
WEB = "pkh_sembako.wsgi" in sys.modules  # this process answers people: not a job, not a command

DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
DEMO_PASSWORD = env.text("DEMO_PASSWORD", "demo-pkh-2026")
SECRET_KEY = env.secret_key("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
OFFICE = env.text("OFFICE", "35.20")
OFFICE_ZONES = {
    "35.20": "Asia/Jakarta",
    "33.14": "Asia/Jakarta",
    "62.09": "Asia/Jakarta",
    "63.72": "Asia/Makassar",
}
if OFFICE not in OFFICE_ZONES:
    raise ImproperlyConfigured(f"OFFICE: kode kabupaten/kota tidak dikenal: {OFFICE!r}.")
SECURE = env.flag("HTTPS")
PROXIES = env.number("PROXIES", 1 if SECURE else 0)  # reverse proxies between the network and this application

VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
DATABASES = {"default": env.database("DATABASE_URL") | {"CONN_MAX_AGE": env.number("CONN_MAX_AGE", 60)}}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
WEB_STATEMENT_SECONDS = env.number("WEB_STATEMENT_SECONDS", 20)  # 0 = as long as it takes
if WEB and WEB_STATEMENT_SECONDS:
    DATABASES["default"]["OPTIONS"] = {"options": f"-c statement_timeout={WEB_STATEMENT_SECONDS}s"}
if DEMO and DATABASES["default"]["HOST"] not in env.LOOPBACK:
    raise ImproperlyConfigured("DATABASE_URL: kantor contoh (DEMO=1) menolak basis data di luar mesin ini.")
REDIS_URL = env.redis_url("REDIS_URL")

INSTALLED_APPS = [
    "pkh_sembako",
    "pkh_sembako.lib",
    "pkh_sembako.audit",
    "pkh_sembako.office",
    "pkh_sembako.accounts",
    "pkh_sembako.deadlines",
    "pkh_sembako.documents",
    "pkh_sembako.backup",
    "programs",
    "sop",
    "complaints",
    "pkh_sembako.leadership",
    "pkh_sembako.privacy",
    "simple_history",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_htmx",
    "django.contrib.postgres",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]
MIDDLEWARE = [
    "pkh_sembako.audit.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "complaints.middleware.PublicFlood",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "pkh_sembako.accounts.middleware.IdleLimit",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "pkh_sembako.office.middleware.OfficeZone",
    "pkh_sembako.accounts.middleware.NeverStored",
    "pkh_sembako.accounts.middleware.ClosedByDefault",
    "pkh_sembako.accounts.middleware.FirstThings",
    "axes.middleware.AxesMiddleware",
    "pkh_sembako.lib.slow.EndedStatement",
]
ROOT_URLCONF = "pkh_sembako.urls"
WSGI_APPLICATION = "pkh_sembako.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pkh_sembako.context.shell",
            ],
            "builtins": ["pkh_sembako.lib.templatetags.komponen"],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# Whether roles that decide for the office must have a second factor; in the demo office everybody may, nobody must.
SECOND_FACTOR = env.flag("SECOND_FACTOR", default=not (DEMO or TESTING))
# Whether everybody accepts the kode etik in force before anything else; the demo cast logs in with the password only.
CODE_OF_CONDUCT = env.flag("CODE_OF_CONDUCT", default=not (DEMO or TESTING))
OTP_TOTP_ISSUER = "PKH Sembako"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "pkh_sembako.accounts.views.locked_out"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "pkh_sembako.lib.clients.client_address"
AXES_ENABLE_ACCESS_FAILURE_LOG = True

# Uses of the public forms by one origin in an hour, by `complaints.enums.Gate`; what all of them may upload in a day.
PUBLIC_LIMITS = {
    "file": env.number("PUBLIC_FILED_AN_HOUR", 5),
    "draft": env.number("PUBLIC_DRAFTS_AN_HOUR", 30),
    "upload": env.number("PUBLIC_UPLOADS_AN_HOUR", 20),
    "track": env.number("PUBLIC_TRACKED_AN_HOUR", 20),
    "survey": env.number("PUBLIC_SURVEYS_AN_HOUR", 20),
    "answer": env.number("PUBLIC_ANSWERS_AN_HOUR", 30),
}
PUBLIC_UPLOAD_MB_A_DAY = env.number("PUBLIC_UPLOAD_MB_A_DAY", 500)
PUBLIC_SECONDS = env.number("PUBLIC_SECONDS", 5)  # nobody fills in a complaint faster
# Posts of one origin to the public forms in a minute, counted in memory: beyond it they are refused at once.
PUBLIC_POSTS_A_MINUTE = env.number("PUBLIC_POSTS_A_MINUTE", 0 if TESTING else 60)

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"
# Minutes without a request; the Dinas's approvers are asked to log in again sooner.
IDLE_MINUTES = 30
IDLE_MINUTES_APPROVER = 15
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = OFFICE_ZONES[OFFICE]
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["pkh_sembako.formats"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
WHITENOISE_AUTOREFRESH = TESTING or DEBUG  # files are looked up when asked for, not listed at each start
MEDIA_ROOT = VAR_DIR / "berkas"  # outside the web root: no URL serves it, views do
BACKUP_DIR = Path(env.text("BACKUP_DIR", str(VAR_DIR / "backup")))
BACKUP_KEY = env.backup_key("BACKUP_KEY", VAR_DIR / "backup_key")
# How many days, weeks and months keep their newest backup
BACKUP_KEEP = {
    "daily": env.number("BACKUP_KEEP_DAILY", 14),
    "weekly": env.number("BACKUP_KEEP_WEEKLY", 8),
    "monthly": env.number("BACKUP_KEEP_MONTHLY", 12),
}
BACKUP_MIN_FREE_MB = env.number("BACKUP_MIN_FREE_MB", 512)  # what must stay free on the disk after a backup
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_PERMISSIONS = 0o600
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

vars().update(env.email("EMAIL_URL"))
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "pkh-sembako@localhost")
BASE_URL = env.text("BASE_URL", "http://127.0.0.1:8000")

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 512_000
CELERY_TASK_TIME_LIMIT = 840
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A lost task returns after the timeout plus the interval; without the two below, up to 100 s later still.
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # else the worker writes past LOGGING and its filter

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"safe": {"()": "pkh_sembako.audit.logs.Safe"}},
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{asctime}{levelname}{name}{message}{request_id}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["safe"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING" if TESTING else "INFO"},
    "loggers": {"axes": {"level": "WARNING"}, "fontTools": {"level": "ERROR"}, "weasyprint": {"level": "ERROR"}},
}
