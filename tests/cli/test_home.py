"""The home folder is its owner's alone."""

from pathlib import Path

from handrail.cli.home import close_home


def test_what_stood_open_is_closed_but_a_key_that_was_read_shows(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "attachments").mkdir(parents=True)
    names = ("handrail.sqlite3", "handrail.sqlite3-wal", "heads.jsonl", "secret-key")
    for name in names:
        (home / name).touch()
        (home / name).chmod(0o644)
    (home / "elsewhere").symlink_to(tmp_path)
    for path in (tmp_path, home, home / "attachments"):
        path.chmod(0o755)
    close_home(home)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (home, *home.iterdir())}
    assert modes == {
        "home": 0o700, "attachments": 0o700, "handrail.sqlite3": 0o600,
        "handrail.sqlite3-wal": 0o600, "heads.jsonl": 0o600, "secret-key": 0o644,
        "elsewhere": 0o755,
    }  # fmt: skip


def test_a_folder_that_many_share_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    close_home(tmp_path)
    assert tmp_path.stat().st_mode & 0o7777 == 0o1777
