"""A paper of each school as one archive, made by several workers."""
