"""Wiring: settings, the URL map and the server's entry point."""
