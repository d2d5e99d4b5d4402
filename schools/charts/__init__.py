"""Figures into SVG. Pure; every word is escaped here. For pages and for papers."""
