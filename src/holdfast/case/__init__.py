"""The one service: everything that can be done with a case, for the command line and the page alike."""
