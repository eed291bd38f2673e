-- When each query is due, and which rows were told. Losing them means that rows are told again.

CREATE TABLE IF NOT EXISTS defender_hunts (
    tenant     VARCHAR(64)  NOT NULL,
    query      VARCHAR(100) NOT NULL, -- the file's name without its ending
    cron       VARCHAR(200) NOT NULL, -- what due_at was worked out from
    due_at     BIGINT       NOT NULL, -- since when a run is owed
    not_before BIGINT       NOT NULL, -- of a run that is in hand or was put off: not tried before this
    run        INTEGER      NOT NULL, -- counts the runs that came to their end
    take       INTEGER      NOT NULL, -- counts how often it was taken in hand
    delays     INTEGER      NOT NULL, -- failures of the world since the last run that came to its end
    problem    VARCHAR(500),          -- what was told of it last and is not solved
    PRIMARY KEY (tenant, query)
);

CREATE TABLE IF NOT EXISTS defender_hunted_rows (
    tenant  VARCHAR(64)  NOT NULL,
    query   VARCHAR(100) NOT NULL,
    row_key VARCHAR(32)  NOT NULL, -- a hash of the columns that make the row what it is
    told_at BIGINT       NOT NULL,
    PRIMARY KEY (row_key, query, tenant) -- in this order: H2 looks up a list only in the first column of an index
);
CREATE INDEX IF NOT EXISTS defender_hunted_rows_told ON defender_hunted_rows (tenant, told_at);
