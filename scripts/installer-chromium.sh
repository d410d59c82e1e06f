#!/usr/bin/env bash
# Installs the browser that the browser tests drive, where it is missing.
set -euo pipefail
for name in chromium-headless-shell chromium google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # The one that never draws a window asks for half the processor; not every distribution has it.
  apt-get install -y -qq --no-install-recommends chromium-headless-shell >/dev/null 2>&1 ||
    apt-get install -y -qq --no-install-recommends chromium >/dev/null
else
  .venv/bin/python -m playwright install chromium
fi
