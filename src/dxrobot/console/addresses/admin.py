"""Addresses of people, credentials, costs, the audit trail, copies."""

from __future__ import annotations

from django.urls import path

from dxrobot.console.views import admin, admin_audit, admin_backups, admin_costs, admin_credentials, admin_users

urlpatterns = [
    path("", admin.admin, name="admin"),
    path("users/", admin_users.admin_users, name="admin_users"),
    path("users/add/", admin_users.admin_user_add, name="admin_user_add"),
    path("users/<int:number>/", admin_users.admin_user, name="admin_user"),
    path("users/<int:number>/change/", admin_users.admin_user_change, name="admin_user_change"),
    path("users/<int:number>/password/", admin_users.admin_user_password, name="admin_user_password"),
    path("users/<int:number>/unlock/", admin_users.admin_user_unlock, name="admin_user_unlock"),
    path("users/<int:number>/sign-out/", admin_users.admin_user_sign_out, name="admin_user_sign_out"),
    path("departments/", admin_users.admin_departments, name="admin_departments"),
    path("credentials/", admin_credentials.admin_credentials, name="admin_credentials"),
    path("credentials/set/", admin_credentials.admin_credentials_set, name="admin_credentials_set"),
    path("credentials/delete/", admin_credentials.admin_credentials_delete, name="admin_credentials_delete"),
    path("costs/", admin_costs.admin_costs, name="admin_costs"),
    path("costs/unit/", admin_costs.admin_unit_cost_add, name="admin_unit_cost_add"),
    path("costs/check/", admin_costs.admin_table_check, name="admin_table_check"),
    path("costs/table/", admin_costs.admin_table_keep, name="admin_table_keep"),
    path("audit/", admin_audit.admin_audit, name="admin_audit"),
    path("audit/file/", admin_audit.admin_audit_file, name="admin_audit_file"),
    path("backups/", admin_backups.admin_backups, name="admin_backups"),
    path("backups/make/", admin_backups.admin_backup_make, name="admin_backup_make"),
    path("backups/delete/", admin_backups.admin_backup_delete, name="admin_backup_delete"),
    path("backups/state/", admin_backups.admin_backup_state, name="admin_backup_state"),
]
