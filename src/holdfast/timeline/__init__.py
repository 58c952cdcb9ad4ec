"""The derived index of a case: may be deleted and made again at any time."""
