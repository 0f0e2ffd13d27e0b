"""Where the actions of a run may read and write: its workspace, its own folder, and what it was started with."""

from __future__ import annotations

import shutil
from pathlib import Path

from loguru import logger

from dxrobot.actions.base import RunContext
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import Mode

_DRY = "dry"
"""The folder of a dry run in which stands what another run would have written outside."""


def existing(context: RunContext, written: str) -> Path:
    """The path that ``written`` means, to read from; a dry run sees what it has written instead.

    A bare name is a file of the run's folder if there is one, else of the workspace. Raises :class:`InputError` when it
    lies where this run may not go.
    """
    path = _allowed(context, written, context.workspace.root / written)
    own = context.evidence / written
    if own.exists() and not _is_given(context, path):
        path = _allowed(context, written, own)
    instead = _instead(context, path)
    return instead if instead.exists() else path


def to_change(context: RunContext, written: str) -> Path:
    """As :func:`existing`, to be changed: in a dry run it is a copy in the run's folder."""
    path = existing(context, written)
    instead = _ready(_instead(context, path))
    if instead != path and path.is_file():
        shutil.copy2(path, instead)
        instead.chmod(0o600)
    return instead


def to_make(context: RunContext, written: str) -> Path:
    """The path that ``written`` means, to be made: a bare name in the run's folder, a longer path in the workspace.

    In a dry run it lies in the run's folder in either case. Raises :class:`InputError` as :func:`existing` does.
    """
    bare = len(Path(written).parts) == 1
    return _ready(
        _instead(context, _allowed(context, written, (context.evidence if bare else context.workspace.root) / written))
    )


def inside(context: RunContext, path: Path) -> bool:
    """Whether ``path`` really lies, after every link, where this run may go."""
    real = path.resolve()
    roots = (context.evidence, context.workspace.root, *context.given)
    return any(root in (real, *real.parents) for root in (root.resolve() for root in roots))


def _allowed(context: RunContext, written: str, path: Path) -> Path:
    """What the run was started with under this name, else ``path``."""
    if not written.strip():
        raise InputError(_("ファイルの場所が空です。"), _("手順の file, folder などに場所を書いてください。"))
    if Path(written) in context.given:
        return Path(written)
    if ".." in Path(written).parts:
        raise InputError(
            _("「{path}」には「..」があるため使えません。").format(path=written),
            _("作業フォルダーからの道筋で書くか、入力として渡してください。"),
        )
    here = Path.cwd() / written
    meant = here if _is_given(context, here) else path
    if not inside(context, meant) or _private(context, meant):
        raise InputError(
            _("「{path}」は、このシナリオが使ってよい場所ではありません。").format(path=written),
            _("作業フォルダーの中に置くか、ファイルまたはフォルダーを入力として渡してください。"),
        )
    return meant


def _is_given(context: RunContext, path: Path) -> bool:
    real = path.resolve()
    return any(given in (real, *real.parents) for given in (path.resolve() for path in context.given))


def _private(context: RunContext, path: Path) -> bool:
    """Whether it is the store, the vault or another run's evidence."""
    real, evidence = path.resolve(), context.evidence.resolve()
    private = context.workspace.private.resolve()
    return private in (real, *real.parents) and evidence not in (real, *real.parents)


def _instead(context: RunContext, path: Path) -> Path:
    """Where a dry run keeps what belongs at ``path``; ``path`` itself in other runs and in the run's folder."""
    evidence, real = context.evidence.resolve(), path.resolve()
    if context.mode is not Mode.DRY or evidence in (real, *real.parents):
        return path
    root = context.workspace.root.resolve()
    below = real.relative_to(root) if root in real.parents else Path(*real.parts[1:])
    logger.info("dry run: {} stays as it is, a copy stands in the run's folder", path.name)
    return context.evidence / _DRY / below


def _ready(path: Path) -> Path:
    """``path``, its folder there if it is one of the run's own."""
    if _DRY in path.parts:
        path.parent.mkdir(parents=True, exist_ok=True)
    return path
