"""Text inside SQL, where a parameter is not allowed."""


def literal(text: str) -> str:
    """``text`` as a SQL string, whatever it contains."""
    return "'" + text.replace("'", "''") + "'"
