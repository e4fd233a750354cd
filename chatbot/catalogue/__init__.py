"""The owner's items: packs, validation, the indexes, and import of any file."""
