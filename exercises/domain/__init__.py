"""Rules of the catalogue in pure Python: no Django, no clock, no database."""
