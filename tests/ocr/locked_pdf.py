"""A PDF of one empty page with a password (PDF 1.7, 7.6: standard security handler, revision 2)."""

from __future__ import annotations

import hashlib

_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_ID = b"0123456789abcdef"
_ALLOWED = -4


def locked_pdf(password: str) -> bytes:
    """The file's bytes; both passwords are ``password``."""
    padded = (password.encode() + _PADDING)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    key = hashlib.md5(padded + owner + _ALLOWED.to_bytes(4, "little", signed=True) + _ID).digest()[:5]
    user = _rc4(key, _PADDING)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P %d /O <%s> /U <%s> >>"
        % (_ALLOWED, owner.hex().encode(), user.hex().encode()),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    ident = _ID.hex().encode()
    trailer = b"trailer << /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<%s> <%s>] >>\n" % (ident, ident)
    return body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body)


def _rc4(key: bytes, data: bytes) -> bytes:
    state, at = list(range(256)), 0
    for index in range(256):
        at = (at + state[index] + key[index % len(key)]) % 256
        state[index], state[at] = state[at], state[index]
    found, first, second = bytearray(), 0, 0
    for byte in data:
        first = (first + 1) % 256
        second = (second + state[first]) % 256
        state[first], state[second] = state[second], state[first]
        found.append(byte ^ state[(state[first] + state[second]) % 256])
    return bytes(found)
