"""子育て支援システム: a stand-alone Django site that plays a city's existing system.

It shares no code with the rest of dxrobot and is only ever started as a process of its own, so that robots meet it
as they would meet a vendor's product: through a browser.
"""
