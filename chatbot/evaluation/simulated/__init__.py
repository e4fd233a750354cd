"""Simulated users: each has a target in mind and talks until it is found, without ever naming it."""
