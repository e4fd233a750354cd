"""Reads the columns of a catalogue nobody described: their headers, units, types, and what part of an item they are."""
