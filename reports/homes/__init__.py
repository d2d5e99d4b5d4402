"""What stands on the start page of each role: one function per role, rows in, a context out."""
