"""The only code that may go online, and only when the person asks for it by name."""
