"""The files of a run that a robot may hand over to a system, and where it keeps what it receives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from dxrobot.errors import InputError
from dxrobot.i18n import _

_NO_NAME = re.compile(r'[/\\:*?"<>|\x00-\x1f]|\A\.|\.\Z|\A\s|\s\Z')


@dataclass(frozen=True, slots=True)
class RunFiles:
    """``folder``: where the run writes; ``given``: files and folders that it was started with."""

    folder: Path
    given: tuple[Path, ...] = ()

    def to_hand_over(self, written: str) -> Path:
        """The file that ``written`` means: one of the run's own, or one that it was given.

        Raises :class:`InputError` for any other file of this machine, and for one that is not there.
        """
        path = Path(written) if Path(written).is_absolute() else self.folder / written
        path = path.resolve()
        allowed = [place.resolve() for place in (self.folder, *self.given)]
        if not any(place in (path, *path.parents) for place in allowed):
            raise InputError(
                _("対象システムに渡せないファイルです: {name}").format(name=path.name),
                _("渡せるのは、実行のときに指定したファイルと、この実行が書いたファイルだけです。"),
            )
        if not path.is_file():
            raise InputError(_("渡すファイルがありません: {name}").format(name=path.name))
        return path

    def to_keep(self, name: str) -> Path:
        """A path in the run's folder for a file called ``name``; one that is there already is left as it is.

        Raises :class:`InputError` for a name that leads elsewhere or that Windows cannot have.
        """
        if not name or _NO_NAME.search(name):
            raise InputError(
                _("ファイル名「{name}」は使えません。").format(name=name),
                _("フォルダーを含まない名前にしてください(例: 一覧.csv)。"),
            )
        wanted = self.folder / name
        numbered = (wanted.with_stem(f"{wanted.stem}({number})") for number in count(2))
        return next(path for path in chain([wanted], numbered) if not path.exists())
