"""What runs before resuming existed had counted and entered, told in the new columns."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def tell(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """An item that is done in a run with a ledger entry was counted; values belong to their intent's attempt."""
    item, value, intent = (apps.get_model("store", name) for name in ("Item", "EnteredValue", "Intent"))
    item.objects.filter(run__ledger_rows__isnull=False, state="done").update(counted=True)
    held = intent.objects.filter(id=OuterRef("intent_id")).values("attempt")
    value.objects.update(attempt=Subquery(held))


class Migration(migrations.Migration):
    dependencies = [("store", "0002_resume_locks_questions")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
