"""Money in sentences: every amount a paragraph prints becomes a claim, a change, an amount of nobody, or is refused.

Words are read by composition, as header cells are: a label is understood where all of it is spelled out in the
phrases of ``mappings/forms/prose.yml``, names of the codebooks and names of bodies, and never by a part of it.
"""
