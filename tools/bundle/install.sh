#!/bin/sh
# Installs dxrobot from this folder with the network off: ./install.sh [FOLDER] (./dxrobot unless given).
set -eu
bundle=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
target=${1:-./dxrobot}
needed='@PYTHON@'

say() { printf '%s\n' "$1"; }
give_up() { printf '%s\n' "$1" >&2; exit 2; }

find_python() {
    for python in ${PYTHON:-} "python$needed" python3 python; do
        found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
        [ "$found" = "$needed" ] && command -v "$python" && return
    done
    give_up "Python $needed が見つかりません。この一式は Python $needed 用です。"
}

say '1/4 一式が壊れていないか調べています。'
(cd "$bundle" && sha256sum --check --quiet --strict SHA256SUMS) >&2 \
    || give_up '一式のファイルが壊れているか、書き換えられています。もう一度コピーしてください。'

python=$(find_python)
if [ -e "$target" ] && [ ! -f "$target/pyvenv.cfg" ] && [ -n "$(ls -A "$target")" ]; then
    give_up "$target は空のフォルダーではありません。別のフォルダーを指定してください: ./install.sh フォルダー"
fi

say "2/4 $target に導入しています。"
"$python" -m venv --without-pip "$target" || give_up "$target に環境を作れませんでした。書き込みできる場所を指定してください。"
target=$(CDPATH= cd -- "$target" && pwd)
# The bundle's own pip installs from its wheel, so neither an old pip nor a missing ensurepip matters.
"$target/bin/python" "$(echo "$bundle"/wheels/pip-*.whl)/pip" --isolated --quiet --disable-pip-version-check install \
    --no-index --find-links "$bundle/wheels" --require-hashes --no-deps --only-binary :all: \
    -r "$bundle/requirements.lock" || give_up '部品を入れられませんでした。空き容量を確かめて、もう一度実行してください。'

say '3/4 日本語フォントを入れています。'
fonts="${XDG_DATA_HOME:-$HOME/.local/share}/fonts/dxrobot"
mkdir -p "$fonts" && cp "$bundle"/fonts/* "$fonts/"
if command -v fc-cache >/dev/null; then fc-cache "$fonts"; fi

say '4/4 導入を確かめています。'
"$target/bin/dxrobot" doctor || give_up '導入は終わりましたが、上の×の項目を直してください。'
say "導入しました。次は $target/bin/dxrobot init 作業フォルダー名 を実行してください。"
