"""Licensing: what the rules ask for before a bank serves customers in a country.

``cases`` holds the facts, ``form`` the questions about them, ``answer`` what the rules make of them,
``customers`` who lives where, ``tables`` all of it in rows; ``page`` puts them together.
"""
