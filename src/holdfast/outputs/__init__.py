"""One file per product: chosen values in, bytes out. Opens no path and reads no clock."""
