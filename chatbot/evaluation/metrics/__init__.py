"""Ranking metrics, one a file. Each takes the rank (1 is best, None: not in the list) of every relevant item."""
