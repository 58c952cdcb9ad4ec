"""Random bytes against every parser of foreign bytes: `make fuzz`."""
