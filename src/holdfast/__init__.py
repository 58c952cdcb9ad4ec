"""Holdfast keeps, reads and hands over the evidence of being stalked online. Local, private, offline."""
