-- What a mail tells is long, and text is what H2 is slowest to write; a row that is told is written several times.

ALTER TABLE defender_notices ADD COLUMN IF NOT EXISTS packed BYTEA;   -- the model, deflated
ALTER TABLE defender_notices ALTER COLUMN model DROP NOT NULL;        -- only in rows that an older release wrote
