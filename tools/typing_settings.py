"""Django settings for the type checker only: every app whose models it must know."""

SECRET_KEY = "types"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "dxrobot.store.apps.StoreConfig",
    "axes",
    "dxrobot.console.apps.ConsoleConfig",
    "dxrobot.sample_site.madoguchi",
]
USE_TZ = True
SLOW_SAVE_S = 0.0
AUTH_USER_MODEL = "console.User"
