"""Scripted dialogues: conversations written down, with what must hold at each turn."""
