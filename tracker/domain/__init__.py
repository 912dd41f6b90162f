"""Rules of training in pure Python: plain values and an explicit day in, frozen dataclasses out."""
