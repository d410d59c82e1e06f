"""A Parquet file forged to ask for more memory than there is stops nobody: it is refused, in French."""

import base64
import subprocess
import sys
import zlib
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from laureat.cli.deliberer import deliberer
from laureat.exchange.parquet_columns import Here, parquet_headings
from laureat.vocabulary import InvalidInput

FORGED = (
    "eNqtVM9vEkEUnlm2WzTEovImu8keSGM3VBtaVhEw9TBULERUIMFGLgYK25JQtkIB8aIH47nH6h/AwZMXLx489Q/w7KGH/gneTXwz"
    "/JBQ09TEye7MvO+9971v3+xujhcioEIArCwuhJDQl9Vfwct5QigaETHZQOAa3FhBvx800My7JERtnUbG0ZcyhChoqJR6FPAZUaL5"
    "DV1rdvZqLRd8TGVd9pFaacs7lYpsFsSzoEyKXv9AyAIa7W23Ua63ai/2O5VGfRur+2FxBd78qb4wE6LPAmNKLx8rI56JMLXr1mtS"
    "1jfKTql1rFg/6QVpUbUJ4elWXXmJ9KJV9kpUlOLJv7RL4UldFRHnt0wp2lLXe8o+UWswZ52oM9nGVcXA9uGNp2KwETCr8ywyFSyZ"
    "sJYQKkGTpaGEG7E7VuCQjvaDOaiILShGNq22XPcANAK+JWV8tEskawq/gGRTpwF8lpHJVMM01q1Tal703WDvvBBgJxosEmugmv/l"
    "5NiRF3T2dh5KxPqumf/Qc/bZC4z9mIebhH31MNXysoEaEC3SfbxQeLp1r729W9sr64fKqhjxxxxHSkzxLtqv8iNbQo84b/MNueb5"
    "rRz6ez2BZzjfGcWJ/ORzYWTFxEX+xo6g3hRmko/icRQk98QvKR4W+5w/SJ0fP/RLV7rULW8VJRoTevpSjxQj83mqKEUkM4IK15TQ"
    "j6M3pMq9Fg+dki6RtRmNVLae9Ss9fp/oT3J4Dq12MLTfP9h1m8vBbq3VrrvNoB2OhNeCoUqn3qgGY05iza5UbztO1Y45TtyuRu7Y"
    "sXh5LVG2E1HHsZ1YuVZN2MvGOr5Rw4sc4QeUw9/XbyDIA8U="
)
"""Two candidates, and one byte changed: the length of what is packed reads as that of a whole library."""
STRAIGHT = "import sys, polars; polars.read_parquet(sys.argv[1])"


@pytest.fixture
def forged(tmp_path: Path) -> Path:
    path = tmp_path / "liste.parquet"
    path.write_bytes(zlib.decompress(base64.b64decode(FORGED)))
    return path


def test_what_would_abort_the_process_is_refused_in_french_by_the_command(forged: Path, tmp_path: Path) -> None:
    told = [str(forged), "--reglement", "RNCP35697", "--sortie", str(tmp_path / "dossier")]
    ran = CliRunner().invoke(deliberer, told)
    assert "le fichier Parquet est illisible : abîmé ou tronqué" in f"{ran.output}{ran.exception}"
    assert not (tmp_path / "dossier").exists()
    straight = subprocess.run([sys.executable, "-c", STRAIGHT, str(forged)], capture_output=True, check=False)
    assert straight.returncode < 0, "read straight, it would have killed this very test"


def test_a_sound_file_is_read_apart_then_here_and_once_only_where_the_process_may_die(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "-liste*.parquet"  # neither an option, nor a pattern
    pl.DataFrame({"numero": ["1"], "U2": ["12,5"]}).write_parquet(path)
    assert parquet_headings(path) == ("numero", "U2")
    monkeypatch.setattr(Here, "expendable", True)
    monkeypatch.setattr(subprocess, "run", None)
    assert parquet_headings(path) == ("numero", "U2")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InvalidInput, match="abîmé ou tronqué"):
        parquet_headings(path)
