"""Plain frozen values, identifiers and errors. Nothing here reads a file, a clock or a socket."""
