"""Five municipalities one can walk through, from the published documents and a generator."""
