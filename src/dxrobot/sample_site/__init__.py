"""Three stand-alone sites that play a city's existing systems, each started as a process of its own.

子育て支援システム (this package's ``__main__``), 税務総合システム (``legacy``) and 健康管理システム (``kenko``).
They share no code with the rest of dxrobot, so that robots meet them as they would meet a vendor's product:
through a browser.
"""
