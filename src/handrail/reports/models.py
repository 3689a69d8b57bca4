"""A report: one PDF that somebody asked for; the row stays, the file goes after a day."""

from django.db import models

from handrail.core.ids import new_uuid


class Report(models.Model):
    class Sort(models.TextChoices):
        RECORD = "record", "Record"
        BOOK = "book", "Register"
        PARENTS = "parents", "Parents’ edition"
        GOVERNORS = "governors", "Governors’ report"
        PACK = "pack", "Pack for a review"
        MISSING = "missing", "What is missing"
        FILING = "filing", "File for CPOMS"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be made"
        MAKING = "making", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be made"
        GONE = "gone", "No longer kept"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    sort = models.CharField(max_length=10, choices=Sort.choices)
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField(null=True, blank=True)  # of a book
    first_day = models.DateField(null=True, blank=True)  # of figures, and of what is missing
    last_day = models.DateField(null=True, blank=True)
    record = models.ForeignKey(
        "records.Record", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    listed = models.JSONField(default=list, blank=True)  # keys of records: what lacks, what goes
    pupil = models.ForeignKey(  # of a file for CPOMS
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    names_staff = models.BooleanField(default=False)  # of a parents' edition
    fingerprint = models.CharField(max_length=64, blank=True)  # of what its asker saw
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    begun_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state"], name="report_by_state")]

    def __str__(self) -> str:
        return f"{self.get_sort_display()} {self.uuid}"

    @property
    def path(self) -> str:
        """Where it lies among the kept files: by number, never by a name."""
        return f"reports/{self.uuid}"

    @property
    def filename(self) -> str:
        """What the file is called when it is taken along: of nobody's name."""
        return f"{self.sort}-{str(self.uuid)[-8:]}.pdf"

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.WAITING, self.State.MAKING}


class LeftOut(models.Model):
    """A passage that a sender left out of a parents' edition, and why. Append-only."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="left_out")
    passage = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=200)
    because = models.CharField(max_length=300)

    class Meta:
        ordering = ["passage"]

    def __str__(self) -> str:
        return f"{self.passage}: {self.because}"


class Category(models.Model):
    """What a school calls a sort of record in CPOMS: a kind, or a level of it (`word`)."""

    school = models.ForeignKey("school.School", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    word = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=80)
    set_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "word"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind", "word"], name="one_category_a_sort_of_record"
            )
        ]

    def __str__(self) -> str:
        return self.name


class FiledThere(models.Model):
    """That a record was filed in CPOMS in this pupil's file: by whom, when, its reference there."""

    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reference = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["record", "pupil"], name="filed_there_once_a_pupil")
        ]

    def __str__(self) -> str:
        return f"{self.record_id} filed in CPOMS"
