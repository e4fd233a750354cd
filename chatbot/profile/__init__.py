"""What is known about a user: facts, how they replace each other, and where they are kept."""
