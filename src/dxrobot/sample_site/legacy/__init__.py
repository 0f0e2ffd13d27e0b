"""税務総合システム: what a city's fifteen-year-old tax system looks like.

Shift_JIS, a frameset, pop-up windows that write into their opener, confirm() and alert(), captions in the neighbouring
table cell, lists of ten rows a page, a session that expires, one login an account. Nothing keeps a record from being
entered twice.
"""
