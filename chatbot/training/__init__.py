"""Makes the training messages and trains the small models on them."""
