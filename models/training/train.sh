#!/usr/bin/env bash
# Trains and exports the pocket bundle: models/training/train.sh [MINUTES_AUTOENCODER [MINUTES_DENOISER [MINUTES_PICTURES [MINUTES_WISHES]]]].
# Run again to go on from the last checkpoint. POCKET_DATA says where downloads, caches and checkpoints lie.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
data=${POCKET_DATA:-$here/data}
mkdir -p "$data/npm"
[ -d "$data/venv" ] || python3 -m venv "$data/venv"
"$data/venv/bin/pip" install -q -r "$here/requirements.txt"
[ -d "$data/npm/node_modules" ] || npm install --silent --ignore-scripts --prefix "$data/npm" \
  @lobehub/fluent-emoji-3d@1.1.0 @iconify-json/fluent-emoji-flat@1.2.6 @iconify-json/noto@1.2.9 emojilib@4.0.3 cldr-annotations-full@48.2.0
cd "$here"
export PYTHONPATH=$here
# On a CPU one thread trains while the other processes make pairs: threads that wait for each other between layers cost
# more than they bring as soon as anything else runs.
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
"$data/venv/bin/python" -m pocket.train_autoencoder --data "$data" --minutes "${1:-25}"
minutes=${2:-600}
# Small pictures first, but only in the beginning.
[ -f "$data/denoiser.pt" ] || "$data/venv/bin/python" -m pocket.train_denoiser --data "$data" --minutes $((minutes / 2)) --size 128
"$data/venv/bin/python" -m pocket.train_denoiser --data "$data" --minutes $((minutes - minutes / 2)) --finish
"$data/venv/bin/python" -m pocket.train_pictures --data "$data" --minutes "${3:-24}"
"$data/venv/bin/python" -m pocket.train_wishes --data "$data" --minutes "${4:-45}"
"$data/venv/bin/python" -m pocket.export --data "$data" --bundle "$here/../pocket"
"$data/venv/bin/python" -m pocket.evaluate --data "$data" --bundle "$here/../pocket"
