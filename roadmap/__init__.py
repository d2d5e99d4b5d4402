"""Programmes, indicators, tasks and evidence come here: see docs/architecture.md."""
