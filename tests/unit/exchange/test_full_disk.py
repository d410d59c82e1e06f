"""A full disk: whatever the verb, a sentence says it and what to do."""

import errno

import pytest

from laureat.cli import main as door


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    def full(**_: object) -> None:
        raise OSError(number, "No space left on device")

    monkeypatch.setattr(door, "laureat", full)
    monkeypatch.setattr(door, "speak", lambda: None)
    with pytest.raises(SystemExit) as ended:
        door.main()
    assert ended.value.code == 1
    assert "Le disque est plein" in capsys.readouterr().err
