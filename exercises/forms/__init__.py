"""What visitors and athletes type into the catalogue's pages."""

from __future__ import annotations

from exercises.forms.catalogue import CatalogueFilterForm
from exercises.forms.screening import ScreeningForm

__all__ = ["CatalogueFilterForm", "ScreeningForm"]
