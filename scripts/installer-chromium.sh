#!/usr/bin/env bash
# Installs the browser that the browser tests drive, where it is missing.
set -euo pipefail
if command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; then
  exit 0
fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
else
  .venv/bin/python -m playwright install chromium
fi
