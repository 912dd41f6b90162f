"""A person's whole training as one document: lossless, canonical, and read in pieces of bounded size.

It is JSON. `stream` reads it, `text` writes it, `records` says what it holds, `kinds` how single values look.
"""
