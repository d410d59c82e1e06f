"""Packages of npm for second opinions, installed outside of the project; skipped, aloud, where they cannot be."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def installed(source: Path, folder: Path) -> Path:
    """A folder where npm has installed what ``source`` (a ``package.json`` and scripts) asks for."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("npm et node ne sont pas sur cette machine : second avis non demandé")
    cached = os.environ.get("LAUREAT_CACHE_NPM")
    folder = Path(cached) / source.name if cached else folder
    folder.mkdir(parents=True, exist_ok=True)
    for file in source.iterdir():
        if file.is_file():
            shutil.copy(file, folder / file.name)
    if not (folder / "node_modules").is_dir():
        command = [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
        if done.returncode:
            shutil.rmtree(folder / "node_modules", ignore_errors=True)
            pytest.skip(f"npm install n'a pas abouti (registre injoignable ?) : {done.stderr[-300:]}")
    return folder
