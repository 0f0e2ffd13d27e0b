"""The table of the people who use the console."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from dxrobot.console.roles import Role


class User(AbstractBaseUser):
    """A person who uses the console."""

    login = models.CharField(max_length=60, unique=True)
    """What the person signs in with."""
    name = models.CharField(max_length=60)
    """What others call the person; stands in what was checked and approved."""
    department = models.CharField(max_length=200, blank=True)
    """The department of the person's jobs, as scenarios write it; empty for who belongs to none of them."""
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in Role])
    language = models.CharField(max_length=2, default="ja")
    is_active = models.BooleanField(default=True)
    """Whether the person may use the console at all; called as Django calls it."""
    expires_on = models.DateField(null=True)
    """The last day on which the person may sign in; always set for a contractor."""
    must_change_password = models.BooleanField(default=False)
    accounts_seen = models.PositiveBigIntegerField(default=0)
    """The place in the audit trail up to which the person has looked at changes of accounts that may approve."""
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BaseUserManager["User"]()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def may_enter(self, today: date) -> bool:
        """Whether the person may use the console on the day ``today``."""
        return self.is_active and (self.expires_on is None or today <= self.expires_on)
