"""What the program knows of the world: dated data files, and the loaders that read them."""
