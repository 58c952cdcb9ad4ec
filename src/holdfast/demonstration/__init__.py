"""Makes an invented case from a seed: files as real services export them."""
