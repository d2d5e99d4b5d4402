"""The tables of an order → drafts of goals, indicators and activities. Pure: no model, no file."""
