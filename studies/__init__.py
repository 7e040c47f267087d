"""Studies: ``(snapshot, assumptions) → frozen result``, one module a page, each computed once.

A study knows the data and the models, no word of any language and nothing of a screen.
"""
