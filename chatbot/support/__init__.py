"""Customer service: the help pages."""
