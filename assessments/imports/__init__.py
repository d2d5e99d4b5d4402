"""A file of results on its way in: whose lines they are, what would change, how it is stored."""
