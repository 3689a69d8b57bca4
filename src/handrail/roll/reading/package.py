"""Opens a folder, a zip or one file into named bytes, and lets nothing unsafe through."""

import hashlib
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from handrail.roll.faults import RollRefused

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 200
MAX_RATIO = 500  # a CSV of one repeated row packs to about a hundredth
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_SMALL = 1024 * 1024  # below this a high ratio harms nobody

CANNOT_OPEN = (
    "This file could not be opened. Nothing was changed. "
    "Export it again from your MIS and try once more."
)
TOO_LARGE = "This file is larger than a school list should be (20 MB). Nothing was changed."
STRANGE_PLACES = (
    "This zip has files in places we do not read. Export again. If you made the zip yourself, zip "
    "the files and not their folder."
)
LOCKED = (
    "This zip is locked with a password. Nothing was changed. "
    "Export it again without one and try once more."
)
WORKBOOK = (
    "This is a spreadsheet workbook, not a list. Nothing was changed. "
    "Save it as 'CSV UTF-8' and try again."
)


@dataclass
class Package:
    """What was handed in. `files` is keyed by the lower-case name; `names` keeps it as written."""

    files: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    made_at: str = ""

    def add(self, name: str, data: bytes) -> None:
        key = name.lower()
        if key in self.files:
            raise RollRefused(f"{name} is there twice. Nothing was changed.", file=name)
        self.files[key] = data
        self.names[key] = name

    @property
    def fingerprint(self) -> str:
        """SHA-256 over names and bytes, the same for a folder and a zip of the same files."""
        digest = hashlib.sha256()
        for name in sorted(self.files):
            data = self.files[name]
            digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogatepass"))
            digest.update(data)
        return digest.hexdigest()


def open_package(path: Path) -> Package:
    """The files at a path, or RollRefused with the sentence to show.

    Only CSV files at the root are kept; others are listed in `ignored`. Sizes are held both to
    what a zip declares and to what comes out of it.
    """
    try:
        if path.is_dir():
            return _from_folder(path)
        if path.stat().st_size > MAX_BYTES:
            raise RollRefused(TOO_LARGE, file=path.name)
        data = path.read_bytes()
    except (OSError, ValueError) as trouble:
        raise RollRefused(CANNOT_OPEN, file=path.name) from trouble
    if data[:2] == b"PK":
        return _from_zip(path)
    if _is_hidden_binary(data):
        raise RollRefused(CANNOT_OPEN, file=path.name)
    package = Package()
    package.add(path.name, data)
    return package


def _is_hidden_binary(data: bytes) -> bool:
    """PDF, pictures, old workbooks and other packers: named by their first bytes."""
    return data[:4] in (b"%PDF", b"\x89PNG", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"GIF8")


def _from_folder(path: Path) -> Package:
    package = Package()
    total = 0
    for item in sorted(path.iterdir()):
        if _is_clutter(item.name):
            continue
        if item.is_symlink():
            raise RollRefused(
                "This folder points to files in places we do not read. Copy the files into it.",
                file=item.name,
            )
        if not item.is_file() or not _is_list(item.name):
            package.ignored.append(item.name)
            continue
        total += item.stat().st_size
        if total > MAX_BYTES:
            raise RollRefused(TOO_LARGE, file=item.name)
        package.add(item.name, item.read_bytes())
    if not package.files:
        books = [name for name in package.ignored if name.lower().endswith(_WORKBOOKS)]
        raise RollRefused(WORKBOOK if books else CANNOT_OPEN, file=path.name)
    return package


def _from_zip(path: Path) -> Package:
    try:
        with zipfile.ZipFile(path) as archive:
            return _unpack(archive, path.name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        OSError,
        EOFError,
        ValueError,  # also broken letters in names
        RuntimeError,  # also ways of packing that Python lacks
        MemoryError,
        IndexError,
    ) as trouble:
        raise RollRefused(CANNOT_OPEN, file=path.name) from trouble


def _unpack(archive: zipfile.ZipFile, zip_name: str) -> Package:
    members = [member for member in archive.infolist() if not _is_clutter(member.filename)]
    if any(member.filename == "[Content_Types].xml" for member in members):
        raise RollRefused(WORKBOOK, file=zip_name)
    if len(members) > MAX_FILES or sum(member.file_size for member in members) > MAX_BYTES:
        raise RollRefused(TOO_LARGE, file=zip_name)
    package = Package()
    room = MAX_BYTES
    for member in members:
        _check_member(member)
        with archive.open(member) as stream:
            data = stream.read(room + 1)
        room -= len(data)
        if room < 0:
            raise RollRefused(TOO_LARGE, file=member.filename)
        if data[:4] == b"PK\x03\x04":
            raise RollRefused(STRANGE_PLACES, file=member.filename)
        if _is_list(member.filename):
            package.add(member.filename, data)
        else:
            package.ignored.append(member.filename)
    package.made_at = _newest(members)
    if not package.files:
        raise RollRefused(CANNOT_OPEN, file=zip_name)
    return package


def _check_member(member: zipfile.ZipInfo) -> None:
    """Refuse what a roll never holds: paths, links, zips in zips, locks, and bombs."""
    name = member.filename
    if any(sign in name for sign in ("/", "\\", ":")) or name in ("", ".", ".."):
        raise RollRefused(STRANGE_PLACES, file=name)
    if stat.S_ISLNK(member.external_attr >> 16) or name.lower().endswith(".zip"):
        raise RollRefused(STRANGE_PLACES, file=name)
    if member.flag_bits & 0x1:
        raise RollRefused(LOCKED, file=name)
    packed = max(member.compress_size, 1)
    if member.file_size > _SMALL and member.file_size / packed > MAX_RATIO:
        raise RollRefused(TOO_LARGE, file=name)


def _newest(members: list[zipfile.ZipInfo]) -> str:
    """When the newest file was made, by the zip's own dates; "" where it has no sensible one."""
    stamps = []
    for member in members:
        try:
            stamps.append(datetime(*member.date_time).isoformat())  # noqa: DTZ001 - a zip knows no zone
        except ValueError:
            continue
    newest = max(stamps, default="")
    return "" if newest < "1990" else newest


def _is_clutter(name: str) -> bool:
    """What computers add by themselves."""
    last = name.rstrip("/").rsplit("/", 1)[-1].lower()
    if ".." in name.split("/"):
        return False
    return name.startswith("__MACOSX/") or last in (".ds_store", "thumbs.db", "desktop.ini")


def _is_list(name: str) -> bool:
    return name.lower().endswith((".csv", ".txt", ".tsv", ".xml"))
