"""Reading BNBA files: everything between an uploaded file and the database. Pure Python, no Django, no registry.

    from programs.importing.bnba import preview, read_bnba
    from programs.importing.errors import FileRefused          # a DomainError: one Indonesian sentence
    from programs.importing.regions import Regions
    from programs.importing.records import Finding, Reading, StagedRow, RefusedRow, SheetInfo, Preview, Header

    regions = Regions(
        kecamatan=[("35.20.06", "Plaosan"), ...],                         # (code, name)
        desa=[("35.20.06.1002", "35.20.06", "Plaosan", "kelurahan"), ...],  # (code, kecamatan_code, name, kind)
        kabupaten=("35.20", "Magetan"),
        kabupaten_codes={"3520", ...},     # every kabupaten/kota of Indonesia, dots or not: for nik_region
    )
    look = preview(path)                   # fast: sheets, header, proposed mapping, samples, layout
    reading = read_bnba(
        path, program="pkh", tahun=2026, tahap=4, regions=regions,
        sheet=None, kecamatan=None, desa=None,      # --sheet, --kecamatan, --desa (name or code)
        mapping=None,                               # {column index: field}, by hand: every column that counts
        mappings=None,                              # {header signature: mapping}: remembered from earlier files
        sink=None,                                  # callable(list[StagedRow]): take the rows in batches, for COPY
        progress=None,                              # callable(done, total|None); raise in it to cancel
    )

`StagedRow` is a tuple in COPY order (`StagedRow._fields`); `counts` and `extra` are dicts for jsonb.
`Finding._asdict()` is the contract's error object. `reading.errors` are refusals, `reading.warnings` never refuse;
`reading.seen` = staged + refused rows. In a person list (V2, V4) rows of one NKK are one family (an empty NKK: the
person alone); its pengurus is `DISTINCT ON (no_kk) ... ORDER BY no_kk, pengurus DESC, row_no`. One NIK may occur twice
there. `programs.importing.headers.FIELDS` lists the fields (code -> label) that a mapping may name.

The file passes `guard` (size, zip, dimensions) and is then opened only by `child.py`, a process with limits of memory
and time; its end, whatever the cause, is a `FileRefused`.
"""
