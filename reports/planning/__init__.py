"""The one-page sheet of the quarterly planning meeting: what is red, who is late, what changed."""
