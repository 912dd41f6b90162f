"""What to do, and who should not: the catalogue of exercises and everything said about them."""
