"""What single messages say: a small model and readable phrases, for the order of reading."""
