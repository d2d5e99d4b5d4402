"""What is said of methods in Russian: a file per method that needs more than its class. Pure."""


def basis(snapshot: dict) -> str:
    """A run that rests on an order says «по приказу»; `snapshot` is the methodology file."""
    return "по приказу" if snapshot.get("document") else "по методике"
