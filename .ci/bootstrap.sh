#!/bin/bash
# Makes .venv from the lock on a bare Debian or Ubuntu. As root it installs the few libraries that
# PDF needs; for anybody else they are unpacked into .boot/, and nothing outside this folder changes.
set -euo pipefail
cd "$(dirname "$0")/.."

# one at a time: pip holds the lock too, so what a killed run left behind is waited for
exec 9<requirements.lock
flock 9
ready=.venv/.ready
if [ $ready -nt requirements.lock ] && [ $ready -nt .ci/bootstrap.sh ]; then exit 0; fi

suits='import sys; sys.exit(sys.version_info < (3, 11))'
for python in python3 python3.14 python3.13 python3.12 python3.11 none; do
    "$python" -c "$suits" 2>/dev/null && break
done
if [ "$python" = none ]; then
    echo "Нужен Python 3.11 или новее, а его здесь нет." >&2
    exit 1
fi

need=
pango='from ctypes import CDLL
for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset"): CDLL(f"lib{name}.so.0")'
"$python" -c "$pango" 2>/dev/null || need="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"$python" -c 'import ensurepip' 2>/dev/null || need="$need python3-pip-whl"

install_for_all() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends $need >/dev/null
}

unpack_for_us() {
    local cache=$PWD/.boot/apt
    rm -rf .boot
    mkdir -p "$cache"/{lists,archives}/partial
    local apt="apt-get -qq -o Dir::State::lists=$cache/lists -o Dir::Cache=$cache -o Debug::NoLocking=1"
    $apt update
    $apt -y --no-install-recommends --download-only install $need >/dev/null
    for package in "$cache"/archives/*.deb; do dpkg-deb -x "$package" .boot/root; done
    rm -r "$cache"
}

if [ -n "$need" ]; then
    echo "Системные библиотеки: $need"
    if [ "$(id -u)" = 0 ]; then by_hand= way=install_for_all; else by_hand="sudo " way=unpack_for_us; fi
    # a subshell of its own, since `set -e` does not hold inside a condition
    if ! command -v apt-get >/dev/null || ! bash -euc "$(declare -f $way); need='$need'; $way"; then
        echo "Поставить их не удалось. Выполните и повторите:" >&2
        echo "  ${by_hand}apt-get install $need" >&2
        exit 1
    fi
fi

echo "Окружение Python и зависимости: это займёт около минуты"
if "$python" -c 'import ensurepip' 2>/dev/null; then
    "$python" -m venv --clear .venv
    pip=".venv/bin/python -m pip"
else
    "$python" -m venv --clear --without-pip .venv
    for wheel in {.boot/root,}/usr/share/python-wheels/pip-*.whl; do [ -e "$wheel" ] && break; done
    pip=".venv/bin/python $wheel/pip"
fi
$pip install -q --disable-pip-version-check --only-binary :all: --require-hashes -r requirements.lock
touch $ready
