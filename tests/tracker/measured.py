"""Series of measurements for tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tracker.domain.measuring import Instrument, Position
from tracker.domain.rom_days import DayValue
from tracker.domain.rom_noise import Noise, NoiseSource, sem_of_mdc, usual_noise

START = date(2026, 3, 2)
USUAL = usual_noise(Position.SEATED, Instrument.PHONE)


def noise(mdc: float, single: float | None = None) -> Noise:
    """Return the noise of a method with this MDC, and as much or `single` for one trial."""
    sem = sem_of_mdc(mdc)
    return Noise(sem, sem if single is None else sem_of_mdc(single), NoiseSource.PUBLISHED, mdc, mdc)


def weekly(*degrees: float, trials: int = 3, first: date = START, gap: int = 7) -> list[DayValue]:
    """Return a value every `gap` days."""
    return [DayValue(first + timedelta(days=gap * at), one, trials) for at, one in enumerate(degrees)]


def moved(days: Sequence[DayValue], by: float) -> list[DayValue]:
    return [DayValue(value.day, value.degrees + by, value.trials) for value in days]
