"""The languages in which Holdfast speaks to people: one catalogue of words for each, beside this file."""
