"""OneRoster's manifest: which version, which files, and whether they are all or only changes."""

from dataclasses import dataclass, field

from handrail.roll.bundle import Where
from handrail.roll.faults import RollRefused
from handrail.roll.reading.context import Reading
from handrail.roll.reading.table import Table

NAME = "manifest.csv"
FILES_1_1 = (
    "academicSessions", "categories", "classes", "classResources", "courses", "courseResources",
    "demographics", "enrollments", "lineItems", "orgs", "resources", "results", "users",
)  # fmt: skip
FILES_1_2 = (
    *FILES_1_1, "lineItemLearningObjectiveIds", "lineItemScoreScales",
    "resultLearningObjectiveIds", "resultScoreScales", "roles", "scoreScales", "userProfiles",
    "userResources",
)  # fmt: skip
READ = ("orgs", "academicSessions", "courses", "classes", "users", "roles", "enrollments",
        "demographics")  # fmt: skip
_MODES = ("absent", "bulk", "delta")
_OTHER = ("manifest.version", "oneroster.version", "source.systemname", "source.systemcode")


@dataclass
class Manifest:
    """`modes` says bulk or delta for each file that is to be read."""

    version: str
    modes: dict[str, str] = field(default_factory=dict)

    def reads(self, name: str) -> bool:
        return name in self.modes

    def is_bulk(self, name: str) -> bool:
        return self.modes.get(name, "bulk") == "bulk"

    @property
    def whole(self) -> bool:
        return "delta" not in self.modes.values()


def read_manifest(reading: Reading) -> Manifest:
    """What the manifest promises, checked against the files; asks where there is none."""
    if not reading.has_file(NAME):
        return _without(reading)
    table = reading.table(NAME)
    table.need("propertyName", "value")
    said = _properties(reading, table)
    version = said.get("oneroster.version", "")
    if version not in ("1.1", "1.2"):
        says = f"OneRoster {version}" if version else "no version of OneRoster"
        raise RollRefused(
            f"This says {says}. Handrail reads 1.1 and 1.2.", table.name, "value", version
        )
    files = FILES_1_1 if version == "1.1" else FILES_1_2
    manifest = Manifest(version)
    for name in files:
        _take_file(reading, manifest, name, said.get(f"file.{name.lower()}"))
    _note_unlisted(reading, manifest)
    _settle_version(reading, manifest)
    return manifest


def _settle_version(reading: Reading, manifest: Manifest) -> None:
    """Roles stand in users.csv (1.1) or in roles.csv (1.2): where they are is what counts."""
    if not manifest.reads("users"):
        return
    by_user = reading.table("users.csv").has("role")
    if manifest.version == "1.2" and by_user and not manifest.reads("roles"):
        stands = "1.1"
    elif manifest.version == "1.1" and not by_user and reading.has_file("roles.csv"):
        stands = "1.2"
        manifest.modes["roles"] = manifest.modes["users"]
    else:
        return
    place = {"1.1": "users.csv", "1.2": "roles.csv"}[stands]
    sentence = (
        f"manifest.csv says OneRoster {manifest.version}, but the roles stand in {place} as in "
        f"{stands}. It was read as {stands}."
    )
    reading.strictly(sentence, Where(NAME, 0), "oneroster.version", manifest.version)
    reading.warn_file(NAME, sentence, "oneroster.version")
    manifest.version = stands


def _without(reading: Reading) -> Manifest:
    answer = reading.ask(
        "full-list",
        "manifest.csv is missing, so we cannot tell if this is the full list or only changes. "
        "Which is it?",
        ("full", "changes"),
    )
    reading.strictly("manifest.csv is missing. Nothing was changed.", Where(NAME, 0))
    mode = "delta" if answer == "changes" else "bulk"
    manifest = Manifest("1.2" if reading.has_file("roles.csv") else "1.1")
    manifest.modes = {name: mode for name in READ if reading.has_file(f"{name}.csv")}
    return manifest


def _properties(reading: Reading, table: Table) -> dict[str, str]:
    said: dict[str, str] = {}
    known = {f"file.{name.lower()}" for name in FILES_1_2} | set(_OTHER)
    for row in table:
        name, value = row["propertyName"].lower(), row["value"]
        if name in said and said[name] != value.lower():
            raise RollRefused(
                f"manifest.csv says two things about {row['propertyName']}. Nothing was changed.",
                table.name,
                row["propertyName"],
                value,
                row.where.line,
            )
        if name in said or name not in known:
            sentence = f"manifest.csv has a line '{row['propertyName']}' that it should not have."
            reading.warn(sentence, row, "propertyName")
            reading.strictly(sentence, row.where, "propertyName", row["propertyName"])
        said[name] = value.lower()
    for name in ("source.systemname", "source.systemcode"):
        if said.get(name) in ("absent", "bulk", "delta"):
            reading.warn_file(table.name, f"manifest.csv says '{said[name]}' of {name}.", name)
    if said.get("manifest.version", "1.0") != "1.0":
        reading.strictly("manifest.csv is not of version 1.0.", Where(table.name, 0))
    return said


def _take_file(reading: Reading, manifest: Manifest, name: str, mode: str | None) -> None:
    file, here = f"{name}.csv", reading.has_file(f"{name}.csv")
    if not mode:
        sentence = f"manifest.csv does not say whether there is a {file}; it was taken as absent."
        reading.strictly(sentence, Where(NAME, 0), f"file.{name}")
        if mode is not None or here:
            reading.warn_file(NAME, sentence, f"file.{name}")
        return
    if mode not in _MODES:
        raise RollRefused(
            f"manifest.csv says '{mode[:40]}' of {file}, where only absent, bulk or delta can "
            "stand. Nothing was changed.",
            NAME,
            f"file.{name}",
            mode,
        )
    if mode == "absent":
        if here:
            sentence = (
                f"{file} is in the zip, but the file list says it is absent. It was not read."
            )
            reading.strictly(sentence, Where(file, 0))
            reading.warn_file(file, sentence)
        return
    if not here:
        raise RollRefused(
            f"The file list names {file} but it is not in the zip. Nothing was changed.",
            NAME,
            f"file.{name}",
            mode,
        )
    if name in READ:
        manifest.modes[name] = mode


def _note_unlisted(reading: Reading, manifest: Manifest) -> None:
    """Name the files that are there and not read: gradebooks, resources, strangers."""
    known = {f"{name.lower()}.csv": f"{name}.csv" for name in (*FILES_1_2, "manifest")}
    for key, written in reading.package.names.items():
        if written != known.get(key, written):
            sentence = f"{written} should be named {known[key]}."
            reading.strictly(sentence, Where(written, 0))
            reading.warn_file(written, sentence)
        name = key.removesuffix(".csv")
        if key not in known:
            sentence = f"{written} is not a file of OneRoster. It was not read."
            reading.strictly(sentence, Where(written, 0))
            reading.warn_file(written, sentence)
        elif name == "userprofiles":
            reading.warn_file(written, f"{written} holds sign-in details. It is never read.")
        elif name not in {one.lower() for one in (*READ, "manifest")}:
            reading.warn_file(written, f"{written} is not needed here. It was not read.")
    if not manifest.whole and "bulk" in manifest.modes.values():
        reading.warn_file(
            NAME, "Some files are full lists and others only changes. Nobody will be ended by them."
        )
