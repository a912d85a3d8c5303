#!/bin/sh
# Makes .venv and installs this project into it, with one extra: venv.sh cli | venv.sh dev
# The Makefile calls it when pyproject.toml is newer than the last installation. PYTHON names another Python.
set -eu

extra=$1
extras=$extra
if [ "$extra" = cli ]; then extras=cli,excel; fi # the command line of an officer, who has workbooks

stop() {
    printf '%s\n' "$1" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

version_of() {
    "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        is_new_enough "$PYTHON" && echo "$PYTHON"
        return
    fi
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if is_new_enough "$name"; then
            echo "$name"
            return
        fi
    done
    return 1
}

if ! is_new_enough .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    if ! python=$(find_python); then
        found=$(version_of "${PYTHON:-python3}")
        stop "파이썬 3.11 이상이 필요합니다 (지금: ${found:-없음}). 다른 것을 쓰려면 PYTHON=경로를 붙이십시오. / Python 3.11 or newer is needed (found: ${found:-none}); to name another, add PYTHON=path."
    fi
    if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        package="python$(version_of "$python")-venv"
        stop "파이썬의 venv 모듈이 없습니다. 데비안·우분투: apt install $package / Python's venv module is missing; on Debian or Ubuntu: apt install $package"
    fi
    "$python" -m venv --clear .venv
fi

echo ".venv에 설치합니다 ($extra) / installing into .venv ($extra)"
.venv/bin/python -m pip install -qq --disable-pip-version-check --editable ".[$extras]" ||
    stop "설치하지 못했습니다. 인터넷 연결이나 프록시를 확인하고 다시 실행하십시오. / The installation failed; check the network or the proxy and run it again."

touch ".venv/.$extra"
if [ "$extra" = dev ]; then
    touch .venv/.cli # dev holds cli
fi
