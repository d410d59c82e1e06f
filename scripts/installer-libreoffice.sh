#!/usr/bin/env bash
# Installs the spreadsheet engine that recalculates the workbooks of grids in the long tests, where it is missing.
set -euo pipefail
if command -v soffice >/dev/null 2>&1 || command -v libreoffice >/dev/null 2>&1; then
  exit 0
fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-calc >/dev/null
else
  echo "LibreOffice n'est pas installé : les tests qui recalculent des classeurs seront sautés." >&2
fi
