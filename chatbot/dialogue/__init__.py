"""From a message to a reply: understanding, policy, and the words around the items."""
