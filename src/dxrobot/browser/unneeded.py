"""Parts of the browser that no robot needs, and that would work along on every page it opens."""

from __future__ import annotations

# Chromium heeds only the last switch of this name, so that what Playwright turns off has to be said again.
_OFF_BY_PLAYWRIGHT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "msForceBrowserSignIn",
    "msEdgeUpdateLaunchServicesPreferredVersion",
)
# In newer versions the list below the address bar is a page of its own: made at every start and told of every page
# that is opened, it costs a third of what the page itself costs.
_LIST_BELOW_THE_ADDRESS = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup")

DISABLED = f"--disable-features={','.join((*_OFF_BY_PLAYWRIGHT, *_LIST_BELOW_THE_ADDRESS))}"
"""The switch that turns them off."""
