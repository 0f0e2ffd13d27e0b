"""The store. Django must be configured before any model is imported, so importing this package does it."""

from dxrobot.store.configure import configure_django

configure_django()
