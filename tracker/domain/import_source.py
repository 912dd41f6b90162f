"""Where training can be brought in from."""

from __future__ import annotations

from exercises.domain.text import LabelledEnum, gettext_noop


class ImportSource(LabelledEnum):
    """Which file an import reads: this site's own export, or the one of another app."""

    OWN = "own", gettext_noop("an export of this site")
    STRONG = "strong", gettext_noop("Strong")
    HEVY = "hevy", gettext_noop("Hevy")
    FITNOTES = "fitnotes", gettext_noop("FitNotes")
