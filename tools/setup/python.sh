#!/bin/sh
# Runs a Python script with the first suitable Python of this machine: 3.11 to 3.13, best one that can make a
# virtual environment. PYTHON=/path/to/python names another one.
suitable='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
complete='import ensurepip, venv, ssl, sqlite3, ctypes, zlib, bz2, lzma'

second_best=
for python in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
    "$python" -c "$suitable" >/dev/null 2>&1 || continue
    "$python" -c "$complete" >/dev/null 2>&1 && exec "$python" "$@"
    [ -n "$second_best" ] || second_best=$python
done
[ -n "$second_best" ] && exec "$second_best" "$@"
echo "Python 3.11〜3.13 が見つかりません。入れてから、もう一度実行してください(Debian、Ubuntu: apt install python3 python3-venv)。" >&2
exit 2
