"""The regulator's side: who proposed which grade, who approved it, what the bank answered, and its proof.

Pure of the screen, of the data and of the models: figures come in as values; nothing here computes a score.
"""
