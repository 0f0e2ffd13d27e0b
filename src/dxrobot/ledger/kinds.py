"""The kinds that the ledger tells apart: tools, how a figure is known, and what an entry stands for."""

from __future__ import annotations

from enum import StrEnum

from dxrobot.i18n import _


class Tool(StrEnum):
    """What does the work instead of a person, in the word that staff write."""

    RPA = "RPA"
    AI_OCR = "AI-OCR"
    RPA_OCR = "RPA+OCR"
    TRANSCRIPTION = "文字起こし"
    ONLINE = "オンライン申請"
    OTHER = "その他"


class Quality(StrEnum):
    """How well hours are known."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    NOT_MEASURABLE = "not_measurable"
    """Told as a remark and never in a total."""

    @property
    def written(self) -> str:
        """The word that stands in people's tables, whatever language is shown."""
        return {"measured": "実測", "estimated": "見積", "not_measurable": "測定不能"}[self.value]

    @property
    def label(self) -> str:
        """The word shown to people."""
        labels = {"measured": _("実測"), "estimated": _("見積"), "not_measurable": _("測定不能")}
        return labels[self.value]


class Origin(StrEnum):
    """Where an entry comes from."""

    RUN = "run"
    """A run of dxrobot."""
    OWN = "own"
    """Hours of one of the city's own jobs, stated by the department."""
    OTHER_TOOL = "other_tool"
    """Hours of a tool that dxrobot does not run."""

    @property
    def label(self) -> str:
        """The word shown to people."""
        labels = {"run": _("実行"), "own": _("申告(業務)"), "other_tool": _("申告(ほかのツール)")}
        return labels[self.value]
