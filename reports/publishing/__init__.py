"""What a municipality shows to everybody: which papers may be shown, are shown, and how."""
