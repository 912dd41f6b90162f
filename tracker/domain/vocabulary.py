"""The closed vocabularies of what a person's rows say."""

from __future__ import annotations

from exercises.domain.text import LabelledEnum, gettext_noop


class Evidence(LabelledEnum):
    """How a session came to be written down, best evidence first."""

    TIMED = "timed", gettext_noop("timed by the player")
    LIVE = "live", gettext_noop("logged on the day")
    BACKFILLED = "backfilled", gettext_noop("added later")
    IMPORTED = "imported", gettext_noop("imported")


class Cause(LabelledEnum):
    """Why something else than the routine's own exercise was handed out, or nothing."""

    NONE = "", gettext_noop("as it stands")
    SCREENING = "screening", gettext_noop("the screening")
    CAP = "cap", gettext_noop("done often enough in these 7 days")
    PAIN = "pain", gettext_noop("too much pain in it that day")
    SKIP = "skip", gettext_noop("left out by the person")
    SWAP = "swap", gettext_noop("changed by the person")


class ChangeKind(LabelledEnum):
    """What a person changed about the plan."""

    PAUSE = "pause", gettext_noop("pause")
    PUT_OFF = "put-off", gettext_noop("not today")
    SKIP = "skip", gettext_noop("without this exercise")
    SWAP = "swap", gettext_noop("another exercise instead")
    HOLD = "hold", gettext_noop("the dose stays as it is")
