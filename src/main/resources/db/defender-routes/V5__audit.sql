-- What people did, and what changed how far the program may go. Rows are only ever added.

CREATE TABLE IF NOT EXISTS defender_audit (
    id      VARCHAR(36)   NOT NULL PRIMARY KEY, -- rises with time
    tenant  VARCHAR(64)   NOT NULL,
    at      BIGINT        NOT NULL,
    who     VARCHAR(200)  NOT NULL,
    via     VARCHAR(10)   NOT NULL, -- command, page, program
    action  VARCHAR(40)   NOT NULL,
    subject VARCHAR(400),           -- the alert, device, case or setting it was done to
    detail  VARCHAR(2000)
);
CREATE INDEX IF NOT EXISTS defender_audit_at ON defender_audit (tenant, at, id);
