"""What dxrobot.toml settles, section by section."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import Annotated
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from pydantic import Field, ValidationInfo, field_validator

from dxrobot.definition import Definition
from dxrobot.errors import InputError
from dxrobot.i18n import _


class BlackoutSettings(Definition):
    """A time in which a system must be left alone."""

    name: str
    """What happens then, as people call it: 夜間バックアップ."""
    when: str
    """In words (dxrobot.schedule.reading): ``毎日 22:00から翌6:00``, ``毎週水曜 12:00から13:00``."""


class RobotAddress(Definition):
    """Where one target system stands in this city; the robot file itself is the same everywhere."""

    address: str = ""
    test_address: str = ""
    also: tuple[str, ...] = ()
    """Further places that the system's pages need, such as a sign-in server of its own; nothing else is reached."""
    test_also: tuple[str, ...] = ()
    """The same for trials."""
    blackouts: tuple[BlackoutSettings, ...] = ()
    """When runs that use it are not started."""

    @field_validator("address", "test_address")
    @classmethod
    def _whole_address(cls, written: str) -> str:
        if written and not written.startswith(("http://", "https://")):
            raise ValueError(_("http:// か https:// で始まるアドレスを書いてください。"))
        return written

    @field_validator("also", "test_also")
    @classmethod
    def _whole_addresses(cls, written: tuple[str, ...]) -> tuple[str, ...]:
        if not all(address.startswith(("http://", "https://")) for address in written):
            raise ValueError(_("http:// か https:// で始まるアドレスを書いてください。"))
        return written


class BrowserSettings(Definition):
    """Which browser the robots use."""

    executable: str = ""
    """Path of Edge, Chrome or Chromium; empty means the first one found."""
    headed: bool = False
    """Whether the browser's window is shown."""
    timeout_s: float = Field(default=15.0, gt=0)
    """How long a screen may take to show what is waited for, in seconds."""


class SecondEngine(StrEnum):
    """The recogniser that is asked where ours is in doubt."""

    PADDLE = "paddle"
    TESSERACT = "tesseract"


class OcrSettings(Definition):
    """How pages are read."""

    second_engine: SecondEngine = SecondEngine.PADDLE
    """``tesseract`` must be installed on the machine with its Japanese data; ``model_dir`` is not used then."""
    tesseract: str = ""
    """Where the program of Tesseract is; empty means the one that the machine finds by its name."""
    model_dir: str = ""
    """Folder of another PaddleOCR recognition model to ask where ours is in doubt; empty means PP-OCRv6 small."""
    threads: int = Field(default=0, ge=0)
    """Processor threads for reading; 0 means all."""


class EvidenceSettings(Definition):
    """What is kept of a run beside its journal."""

    pictures: bool = True
    """Whether a picture of the screen is kept before and after each committing click."""


class NoticeAddress(Definition):
    """Where notices of one name go."""

    url: str
    """An address of apprise's, such as ``mailtos://{user}:{password}@mail.example.jp?to=kakari@example.jp``."""
    credentials: str = ""
    """The entry of the vault that ``{user}`` and ``{password}`` are taken from."""


class StoreSettings(Definition):
    """Where runs and the ledger are kept; with nothing said, in a file of the workspace (SQLite)."""

    url: str = ""
    """``postgresql://db.example.lg.jp/dxrobot?sslmode=verify-full``: a PostgreSQL database of this workspace alone."""
    credentials: str = ""
    """The entry of the vault to sign in with; without one, what PostgreSQL's own client finds (PGUSER, PGPASSFILE)."""

    @field_validator("url")
    @classmethod
    def _names_a_database(cls, url: str) -> str:
        if url:
            parts = urlsplit(url)
            if parts.password is not None:
                raise InputError(
                    _("dxrobot.toml の [store] url にパスワードを書かないでください。"),
                    _("dxrobot secret set 名前 で保管し、credentials に名前を書いてください。"),
                )
            if parts.scheme not in ("postgresql", "postgres") or not _is_whole(parts):
                raise ValueError
        return url


_SERVER_OPTIONS = frozenset(
    {"host", "sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "gssencmode", "krbsrvname"}
    | {"channel_binding", "connect_timeout", "target_session_attrs", "application_name"}
)
"""What may stand behind the question mark of a store's address: options of PostgreSQL's own client."""
_LONGEST_NAME = 64
"""PostgreSQL's names have fewer characters."""


def _is_whole(address: SplitResult) -> bool:
    """Whether a store's address names one database, with a port and with options that exist."""
    try:
        address.port  # noqa: B018 (ValueError where it is none)
        options = parse_qsl(address.query, keep_blank_values=True, strict_parsing=True) if address.query else []
    except ValueError:
        return False
    return (
        0 < len(unquote(address.path.strip("/"))) < _LONGEST_NAME
        and {name for name, _value in options} <= _SERVER_OPTIONS
    )


class UnitCost(Definition):
    """What an hour of staff time costs in one fiscal year (April to March), in yen."""

    fiscal_year: int = Field(ge=2000, le=2100)
    yen_per_hour: int = Field(gt=0)
    source: str
    staff: str = ""
    """The kind of staff (職員の区分); empty for all that have no unit cost of their own."""


class EngineKind(StrEnum):
    """What brings orders to workers."""

    EMBEDDED = "embedded"
    PROCRASTINATE = "procrastinate"


class EngineSettings(Definition):
    """How orders come to the workers that carry them out."""

    kind: EngineKind = EngineKind.EMBEDDED
    """``embedded`` needs nothing beside the store; ``procrastinate`` is for many robot PCs on one PostgreSQL."""
    at_once: dict[str, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)
    """How many orders of a queue may run at once, on all robot PCs together; for others there is no bound."""


class CalendarSettings(Definition):
    """The days and hours on which the city's offices are open."""

    file: str = "calendar.csv"
    """The city's own closures and extra opening days, beside dxrobot.toml; it need not exist."""
    opens: str = "8:30"
    closes: str = "17:15"


class ScheduleSettings(Definition):
    """Whom schedules tell what (names of ``[notices.NAME]``)."""

    alert_to: str = ""
    """Who is told of failures in a row and of folders that cannot be reached; empty: nobody."""
    alert_after: int = Field(default=3, ge=1)
    """So many failures in a row."""
    digest_to: str = ""
    """Who gets the digest of the day; empty: nobody."""
    digest_at: str = "17:30"


class ConsoleSettings(Definition):
    """How the console is reached and how long somebody stays signed in."""

    host: str = "127.0.0.1"
    """The address it listens on; ``0.0.0.0`` for every machine of the network."""
    port: int = Field(default=8700, ge=1, le=65535)
    hosts: tuple[str, ...] = ()
    """Further names by which people reach it, such as ``robot.city.lg.jp``."""
    https: bool = False
    """Whether a web server in front of it ends TLS and says so (X-Forwarded-Proto)."""
    idle_minutes: float = Field(default=10, gt=0)
    """Who does nothing for so long is signed out."""
    longest_hours: float = Field(default=12, gt=0)
    """Nobody stays signed in for longer."""
    upload_mb: int = Field(default=300, ge=1)
    """The most that may be handed in at once, in megabytes."""
    folders: tuple[str, ...] = ()
    """The folders that schedules made in the console may take files from; empty: any but the workspace's own."""


class Settings(Definition):
    """The contents of dxrobot.toml."""

    city: str = ""
    store: StoreSettings = StoreSettings()
    engine: EngineSettings = EngineSettings()
    robots: dict[str, RobotAddress] = Field(default_factory=dict)
    browser: BrowserSettings = BrowserSettings()
    ocr: OcrSettings = OcrSettings()
    evidence: EvidenceSettings = EvidenceSettings()
    notices: dict[str, NoticeAddress] = Field(default_factory=dict)
    calendar: CalendarSettings = CalendarSettings()
    schedules: ScheduleSettings = ScheduleSettings()
    console: ConsoleSettings = ConsoleSettings()
    blackouts: tuple[BlackoutSettings, ...] = ()
    """When no run that uses a robot is started, whichever robot."""
    unit_costs: tuple[UnitCost, ...] = ()

    @field_validator("engine")
    @classmethod
    def _has_its_database(cls, engine: EngineSettings, info: ValidationInfo) -> EngineSettings:
        store = info.data.get("store")
        if engine.kind is EngineKind.PROCRASTINATE and store is not None and not store.url:
            raise ValueError(
                _('[engine] kind = "procrastinate" には、PostgreSQL が要ります。[store] に url を書いてください。')
            )
        return engine

    @field_validator("unit_costs")
    @classmethod
    def _one_a_year(cls, costs: tuple[UnitCost, ...]) -> tuple[UnitCost, ...]:
        stated = Counter((cost.fiscal_year, cost.staff) for cost in costs)
        for (year, staff), times in stated.items():
            if times > 1:
                raise ValueError(
                    _("{year}年度の1時間あたりの費用が2つあります(職員の区分: {staff})。1つにしてください。").format(
                        year=year, staff=staff or _("なし")
                    )
                )
        return costs
