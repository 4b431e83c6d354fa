"""BNBA files from upload to registry: upload, map, check, apply, take back. Set-based; every step is one transaction.

    file = uploads.upload(content, name=..., program=..., tahun=..., tahap=..., kind="", by=user)
    mapping.choose(file, sheet=..., kecamatan=..., desa=..., mapping=..., by=user)       # optional
    checking.check(file, by=user, say=progress.say)                  # stages BnbaRow with verdicts, writes no family
    applying.apply(file, by=user, say=progress.say, replaces=False)  # one transaction, history for what changed
    taking_back.take_back(file, by=user, reason="...")

Temporary tables carry a file through a transaction:
    bnba_staged   the rows that passed the reader (`staging`)
    bnba_match    per row: which family it means (`matching`)
    bnba_plan     per row: verdict, what it would replace, what stays (`comparing`)
"""
