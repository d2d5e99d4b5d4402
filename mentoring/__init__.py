"""Partners, curators and consultations come here: see docs/architecture.md."""
