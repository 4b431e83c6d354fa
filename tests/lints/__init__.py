"""Taste and safety as programs: each module finds one kind of fault in sources; `test_lints.py` shows each at work.

A finding reads "path:line what is wrong"; an empty list is what everybody wants.
"""
