"""The papers of the working group: its protocol and the order that follows from it."""
