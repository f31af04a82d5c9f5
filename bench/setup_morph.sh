#!/bin/sh
# Makes .morph, the environment of Morph-KGC: it needs an old pyoxigraph, so it cannot live in ours.
set -eu
cd "$(dirname "$0")/.."
wanted=bench/morph-requirements.txt
if cmp -s "$wanted" .morph/installed.txt; then
    exit 0
fi
rm -rf .morph
"${PYTHON:-python3}" -m venv .morph
.morph/bin/python -m pip install --quiet --disable-pip-version-check --requirement "$wanted"
cp "$wanted" .morph/installed.txt
