"""Trouble: why something did not leave, said plainly, and what it means for the rest."""


class NotSent(Exception):
    """One message did not leave. `because` holds no address and no words of a server.

    `down` names a server that the rest of this turn need not try; `gone` a device that ended;
    `for_good` that trying again would not help.
    """

    def __init__(
        self, because: str, *, down: str = "", gone: bool = False, for_good: bool = False
    ) -> None:
        super().__init__(because)
        self.because = because
        self.down = down
        self.gone = gone
        self.for_good = for_good
