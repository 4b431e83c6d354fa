"""The statements of a comparison: from bnba_staged and bnba_match to siks_found, to ticks and differences.

A value is (household, member_key, field); member_key 0 is the family with its pengurus' name and NIK.
"""

PLAIN = """
    CREATE OR REPLACE FUNCTION pg_temp.siks_plain(field text, value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE
            WHEN coalesce(value, '') = '' THEN ''
            WHEN field = 'status' THEN CASE WHEN lower(btrim(value)) IN ('layak', 'candidate', 'validated', 'active')
                THEN 'layak' ELSE 'tidak layak' END
            WHEN field IN ('rt', 'rw') THEN ltrim(lower(value), '0 ')
            ELSE btrim(regexp_replace(lower(value), '[^a-z0-9]+', ' ', 'g')) END $$
"""
CLEAR = """
    DROP TABLE IF EXISTS pg_temp.siks_latest, pg_temp.siks_people, pg_temp.siks_theirs, pg_temp.siks_ours,
        pg_temp.siks_found
"""
# The last change of each value; a replaced one is never the last.
LATEST = """
    CREATE TEMP TABLE siks_latest ON COMMIT DROP AS
    SELECT DISTINCT ON (c.household_id, c.member_key, c.field) c.id, c.household_id, c.member_key, c.field, c.nik,
        c.about, c.kind, c.is_open, c.old #>> '{}' AS old, c.new #>> '{}' AS new,
        (SELECT a.verdict FROM programs_siksact a WHERE a.change_id = c.id ORDER BY a.id DESC LIMIT 1) AS verdict
    FROM programs_sikschange c WHERE c.program IN ('', %(program)s)
      AND c.household_id IN (SELECT household_id FROM bnba_match)
    ORDER BY c.household_id, c.member_key, c.field, c.id DESC
"""
# Every NIK by which a person of ours may stand in the file: the present one, and the one before an open change.
PEOPLE = """
    CREATE TEMP TABLE siks_people ON COMMIT DROP AS
    WITH matched AS (SELECT DISTINCT household_id FROM bnba_match WHERE household_id IS NOT NULL),
    persons AS (
        SELECT h.id AS household_id, 0::bigint AS member_key, h.nik, h.name, true AS head
        FROM matched JOIN programs_household h ON h.id = household_id
        UNION ALL
        SELECT m.household_id, m.id, m.nik, m.name, m.is_pengurus FROM matched
        JOIN programs_member m USING (household_id)
    )
    SELECT household_id, member_key, nik, name, head, true AS present FROM persons
    UNION ALL
    SELECT p.household_id, p.member_key, l.old, p.name, p.head, false FROM persons p JOIN siks_latest l
        ON l.household_id = p.household_id AND l.is_open AND l.field = 'nik' AND l.old <> ''
        AND (l.member_key = p.member_key OR (l.member_key = 0 AND p.head))
"""
THEIRS = """
    CREATE TEMP TABLE siks_theirs ON COMMIT DROP AS
    SELECT p.household_id, 0::bigint AS member_key, v.field, v.value FROM bnba_staged s JOIN bnba_match p USING (n)
    CROSS JOIN LATERAL (VALUES ('no_kk', s.no_kk), ('desa', s.desa), ('alamat', s.alamat), ('dusun', s.dusun),
        ('rt', s.rt), ('rw', s.rw),
        ('status', (SELECT e.value FROM jsonb_each_text(s.extra) e
            WHERE regexp_replace(upper(e.key), '[^A-Z0-9]', '', 'g') = ANY(%(titles)s) LIMIT 1))) v (field, value)
    WHERE p.lead AND p.household_id IS NOT NULL AND v.field = ANY(%(columns)s)
    UNION ALL
    SELECT f.household_id, f.member_key, v.field, v.value FROM (
        SELECT DISTINCT ON (p.household_id, x.member_key) p.household_id, x.member_key, x.head, s.nik, s.name,
            s.birth_date, s.sex, s.hub
        FROM bnba_staged s JOIN bnba_match p USING (n) JOIN siks_people x ON x.household_id = p.household_id
        WHERE CASE WHEN %(persons)s THEN x.nik = s.nik AND s.nik <> '' ELSE p.lead AND x.head END
        ORDER BY p.household_id, x.member_key, x.nik = s.nik DESC, x.present DESC, s.n
    ) f
    CROSS JOIN LATERAL (VALUES ('nik', f.nik), ('name', f.name), ('birth_date', f.birth_date::text), ('sex', f.sex),
        ('relation', f.hub)) v (field, value)
    WHERE v.field = ANY(%(columns)s)
      AND CASE WHEN f.member_key = 0 THEN v.field IN ('nik', 'name') WHEN f.head THEN v.field NOT IN ('nik', 'name')
          ELSE true END
"""
OURS = """
    CREATE TEMP TABLE siks_ours ON COMMIT DROP AS
    WITH matched AS (SELECT DISTINCT household_id FROM bnba_match WHERE household_id IS NOT NULL)
    SELECT h.id AS household_id, 0::bigint AS member_key, h.name AS about, v.field, v.value FROM matched
    JOIN programs_household h ON h.id = household_id
    LEFT JOIN programs_enrollment e ON e.household_id = h.id AND e.program = %(program)s
    CROSS JOIN LATERAL (VALUES ('nik', h.nik), ('name', h.name), ('no_kk', h.no_kk), ('desa', h.desa_id),
        ('alamat', h.alamat), ('dusun', h.dusun), ('rt', h.rt), ('rw', h.rw), ('status', e.status)) v (field, value)
    UNION ALL
    SELECT m.household_id, m.id, m.name, v.field, v.value FROM matched JOIN programs_member m USING (household_id)
    CROSS JOIN LATERAL (VALUES ('nik', m.nik), ('name', m.name), ('birth_date', m.birth_date::text), ('sex', m.sex),
        ('relation', m.relation)) v (field, value)
"""
# Theirs = new: typed. Theirs = old although ticked: the tick was wrong or SIKS-NG lost it. Else they changed it.
# Where either side knows nothing nobody contradicts the other.
FOUND = """
    CREATE TEMP TABLE siks_found ON COMMIT DROP AS
    WITH beside AS (
        SELECT t.household_id, t.member_key, t.field, o.about, coalesce(t.value, '') AS theirs,
            CASE WHEN l.is_open THEN l.new ELSE coalesce(o.value, '') END AS ours, l.id AS change_id,
            coalesce(l.is_open, false) AS is_open, l.verdict = 'entered' AS ticked,
            pg_temp.siks_plain(t.field, t.value) AS said, pg_temp.siks_plain(t.field, l.old) AS before,
            pg_temp.siks_plain(t.field, CASE WHEN l.is_open THEN l.new ELSE o.value END) AS meant
        FROM siks_theirs t JOIN siks_ours o USING (household_id, member_key, field)
        LEFT JOIN siks_latest l USING (household_id, member_key, field)
    )
    SELECT household_id, member_key, field, about, theirs, ours, change_id, ticked AND NOT is_open AS ticked,
        CASE WHEN is_open AND said = meant THEN 'sama' WHEN is_open THEN 'belum'
             WHEN ticked AND said = before THEN 'belum' ELSE 'berbeda' END AS category
    FROM beside WHERE is_open OR (said <> '' AND meant <> '' AND said <> meant)
"""
PREPARED = (PLAIN, CLEAR, LATEST, PEOPLE, THEIRS, OURS, FOUND)
ANALYZE = "ANALYZE siks_found"
# Whose changes wait, and who is not in the family there.
MEMBER_ABSENT = """
    INSERT INTO siks_found (household_id, member_key, field, about, theirs, ours, change_id, ticked, category)
    SELECT l.household_id, l.member_key, l.field, l.about, '', l.new, l.id, false, 'belum' FROM siks_latest l
    WHERE l.is_open AND l.member_key <> 0 AND l.field = ANY(%(columns)s)
      AND NOT EXISTS (SELECT 1 FROM siks_theirs t WHERE (t.household_id, t.member_key, t.field)
                      = (l.household_id, l.member_key, l.field))
"""
TAKEN_OFF = """
    INSERT INTO siks_found (household_id, member_key, field, about, theirs, ours, change_id, ticked, category)
    SELECT l.household_id, l.member_key, l.field, l.about, coalesce(there.name, ''), '', l.id, false,
        CASE WHEN there.name IS NULL THEN 'sama' ELSE 'belum' END
    FROM siks_latest l LEFT JOIN LATERAL (
        SELECT s.name FROM bnba_staged s JOIN bnba_match p USING (n) WHERE p.household_id = l.household_id
            AND (s.nik = l.nik OR (l.nik = '' AND lower(s.name) = lower(l.old))) LIMIT 1
    ) there ON true
    WHERE l.is_open AND l.field = 'anggota'
"""
STRANGER = """
    INSERT INTO siks_found (household_id, member_key, field, about, theirs, ours, change_id, ticked, category)
    SELECT p.household_id, -s.n, 'anggota', s.name, s.name, '', NULL, false, 'berbeda'
    FROM bnba_staged s JOIN bnba_match p USING (n)
    WHERE p.household_id IS NOT NULL AND s.nik <> ''
      AND NOT EXISTS (SELECT 1 FROM siks_people x WHERE x.household_id = p.household_id AND x.nik = s.nik)
      AND NOT EXISTS (SELECT 1 FROM siks_latest l WHERE l.household_id = p.household_id AND l.field = 'anggota'
                      AND l.is_open AND l.nik = s.nik)
"""
MISSING_THERE = """
    INSERT INTO siks_found (household_id, member_key, field, about, theirs, ours, change_id, ticked, category)
    SELECT x.household_id, x.member_key, 'anggota', x.name, '', x.name, NULL, false, 'berbeda' FROM siks_people x
    WHERE x.present AND NOT x.head AND x.nik <> ''
      AND NOT EXISTS (SELECT 1 FROM siks_theirs t
                      WHERE t.household_id = x.household_id AND t.member_key = x.member_key)
      AND NOT EXISTS (SELECT 1 FROM siks_latest l WHERE l.household_id = x.household_id
                      AND l.member_key = x.member_key AND l.is_open)
"""
PERSON_LIST = (MEMBER_ABSENT, TAKEN_OFF, STRANGER, MISSING_THERE)

LOCK = """
    SELECT 1 FROM programs_sikschange WHERE id IN (SELECT change_id FROM siks_found WHERE category = 'sama')
    ORDER BY id FOR UPDATE
"""
TICK = """
    INSERT INTO programs_siksact (change_id, verdict, by_id, at, note, comparison_id)
    SELECT c.id, 'matched', %(by)s, %(at)s, '', %(comparison)s FROM programs_sikschange c
    WHERE c.is_open AND c.id IN (SELECT change_id FROM siks_found WHERE category = 'sama') ORDER BY c.id
"""
STORE = """
    INSERT INTO programs_siksdifference (comparison_id, category, household_id, name, nik, no_kk, desa_id, place,
        values)
    SELECT %(comparison)s, f.category, h.id, h.name, h.nik, h.no_kk, h.desa_id, '',
        jsonb_agg(jsonb_build_object('field', f.field, 'program', CASE f.field WHEN 'status' THEN %(program)s::text
            ELSE '' END, 'member_key', f.member_key, 'about', f.about, 'theirs', f.theirs, 'ours', f.ours,
            'change', f.change_id, 'ticked', f.ticked))
    FROM siks_found f JOIN programs_household h ON h.id = f.household_id
    GROUP BY f.category, h.id ORDER BY f.category, h.desa_id, h.name_search, h.id
"""
NOT_OURS = """
    INSERT INTO programs_siksdifference (comparison_id, category, household_id, name, nik, no_kk, desa_id, place,
        values)
    SELECT %(comparison)s, 'bukan_kami', NULL, left(s.name, 120), s.nik, s.no_kk, s.desa,
        left(s.sheet || ', baris ' || s.row_no, 120), '[]'
    FROM bnba_staged s JOIN bnba_match p USING (n) WHERE p.lead AND p.household_id IS NULL ORDER BY s.desa, s.n
"""
# Looked for in the desa that the file has; a family whose row was refused is in the file all the same.
NOT_THEIRS = """
    INSERT INTO programs_siksdifference (comparison_id, category, household_id, name, nik, no_kk, desa_id, place,
        values)
    SELECT %(comparison)s, 'tidak_di_berkas', h.id, h.name, h.nik, h.no_kk, h.desa_id, '',
        CASE WHEN c.id IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(jsonb_build_object('field', 'status',
            'program', e.program, 'member_key', 0, 'about', h.name, 'theirs', '', 'ours', e.status, 'change', c.id,
            'ticked', false)) END
    FROM programs_enrollment e JOIN programs_household h ON h.id = e.household_id
    LEFT JOIN programs_sikschange c ON c.household_id = h.id AND c.is_open AND c.field = 'status'
        AND c.program = e.program
    WHERE e.program = %(program)s
      AND (e.status IN ('candidate', 'validated', 'active', 'suspended') OR c.id IS NOT NULL)
      AND h.desa_id IN (SELECT DISTINCT s.desa FROM bnba_staged s)
      AND NOT EXISTS (SELECT 1 FROM bnba_match p WHERE p.household_id = h.id)
      AND NOT (h.nik <> '' AND h.nik = ANY(%(refused)s)) AND NOT (h.no_kk <> '' AND h.no_kk = ANY(%(refused)s))
    ORDER BY h.desa_id, h.name_search, h.id
"""
RESULTS = (LOCK, TICK, STORE, NOT_OURS, NOT_THEIRS)
FAMILIES = """
    SELECT (SELECT count(DISTINCT household_id) FROM bnba_match),
        (SELECT count(DISTINCT household_id) FROM siks_found WHERE category <> 'sama'),
        (SELECT count(*) FROM siks_found WHERE category = 'sama')
"""
