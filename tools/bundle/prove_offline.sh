#!/bin/sh
# Installs the newest bundle in an empty network namespace and works there: doctor, a new workspace, one file read by
# OCR, and the whole demo over the loopback interface, which is all the network there is.
# The home folder is empty too, so that no cache of the builder's can help.
set -eu
cd "$(dirname "$0")/../.."
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

if unshare -n true 2>/dev/null; then isolate='unshare -n'
elif unshare -rn true 2>/dev/null; then isolate='unshare -rn'
else echo 'ネットワークのない環境を作れません(unshare -n も unshare -rn も使えません)。' >&2; exit 2
fi

BUNDLE=$(ls -td "$PWD"/dist/dxrobot-bundle-*[0-9] | head -n 1)
PYTHON=$(.venv/bin/python -c 'import sys; print(sys._base_executable)')
export BUNDLE PYTHON

env -u PIP_FIND_LINKS -u PYTHONPATH -u XDG_DATA_HOME -u XDG_CACHE_HOME HOME="$home" $isolate sh -eu <<'PROOF'
if [ "$("$PYTHON" -c 'import socket; print([name for _, name in socket.if_nameindex()])')" != "['lo']" ]; then
    echo 'ネットワークが切れていません。' >&2; exit 2
fi
cd "$HOME"
"$BUNDLE/install.sh" "$HOME/dxrobot"
PATH=$HOME/dxrobot/bin:$PATH
scan=$(ls "$HOME"/dxrobot/lib/python*/site-packages/dxrobot/_bundled/samples/demo/scans/*.pdf | head -n 1)
dxrobot init "$HOME/workspace"
cd "$HOME/workspace"
status=0
dxrobot ocr read "$scan" --json >"$HOME/read.json" || status=$?
[ "$status" -le 1 ] || exit "$status"  # 1: a person must look at some field
python - "$HOME/read.json" <<'LOOK'
import json, pathlib, sys
pages = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
read = sum(field["status"] != "blank" for page in pages for field in page["fields"].values())
print(f"ネットワークなしで {len(pages)} ページ、{read} 項目を読み取りました。")
sys.exit(not (pages and read and all(page["registered"] and not page["error"] for page in pages)))
LOOK
# SIOCSIFFLAGS with IFF_UP: what "ip link set lo up" does, where there is no ip.
python -c 'import fcntl, socket, struct; fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh", b"lo", 1))'
dxrobot demo --folder "$HOME/demo"
PROOF
