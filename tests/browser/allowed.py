"""Accessibility faults of the framework itself that we cannot mend, each with the day it was seen.

A rule listed here is not checked on the elements named; remove the line when the framework mends it.
"""

# rule → parts of the CSS selectors that it may name
ALLOWED: dict[str, tuple[str, ...]] = {
    # Seen 2026-11-23, Streamlit 1.67: on a narrow screen the menu with groups becomes a list whose children
    # are not list items.
    "list": ("stSidebarNavItems",),
    "listitem": ("st-emotion-cache",),
}
