"""Measures: offline ranking over dialogues."""
