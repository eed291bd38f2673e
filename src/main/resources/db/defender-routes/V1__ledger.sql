-- The ledger of Defender Routes. Runs unchanged on H2 (MODE=PostgreSQL) and PostgreSQL.
-- *_ticks are the API's times as 100-ns ticks since 1970; *_at are our own times as milliseconds since 1970.
-- H2 commits each statement by itself: a process that is killed in the middle begins again, hence IF NOT EXISTS.

CREATE TABLE IF NOT EXISTS defender_workers (
    tenant       VARCHAR(64) NOT NULL,
    id           VARCHAR(36) NOT NULL,
    host         VARCHAR(255),
    pid          BIGINT NOT NULL,
    started_at   BIGINT NOT NULL,
    heartbeat_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE TABLE IF NOT EXISTS defender_leases (
    tenant   VARCHAR(64) NOT NULL,
    name     VARCHAR(64) NOT NULL,
    worker   VARCHAR(36),
    until_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, name)
);

CREATE TABLE IF NOT EXISTS defender_cursors (
    tenant         VARCHAR(64) NOT NULL,
    name           VARCHAR(32) NOT NULL,
    position_ticks BIGINT NOT NULL,
    overlap_ticks  BIGINT NOT NULL,
    changed_at     BIGINT NOT NULL,
    PRIMARY KEY (tenant, name)
);

CREATE TABLE IF NOT EXISTS defender_claims (
    tenant        VARCHAR(64)  NOT NULL,
    alert_id      VARCHAR(400) NOT NULL,
    state         VARCHAR(10)  NOT NULL, -- claimed, done, due, parked, known
    kind          VARCHAR(10)  NOT NULL, -- alert, raised
    severity      SMALLINT     NOT NULL, -- the highest finished, -1 before the first
    take          INTEGER      NOT NULL, -- counts how often the alert was taken in hand
    attempts      INTEGER      NOT NULL, -- failures that count against the alert
    delays        INTEGER      NOT NULL, -- failures of the world since the last success
    worker        VARCHAR(36),
    due_at        BIGINT       NOT NULL,
    updated_ticks BIGINT       NOT NULL,
    changed_at    BIGINT       NOT NULL,
    reason        VARCHAR(500),
    owed_severity SMALLINT     NOT NULL, -- with what it was taken: what is owed to it while it is not done
    owed_since    BIGINT       NOT NULL, -- since when; a new try does not change it
    crashes       INTEGER      NOT NULL DEFAULT 0,     -- ends of the process while it was in hand among others
    alone         BOOLEAN      NOT NULL DEFAULT FALSE, -- in hand with no other beside it
    PRIMARY KEY (alert_id, tenant) -- in this order: H2 looks up a list of ids only in the first column of an index
);
CREATE INDEX IF NOT EXISTS defender_claims_open ON defender_claims (tenant, state, due_at);

CREATE TABLE IF NOT EXISTS defender_runs (
    id          VARCHAR(36)  NOT NULL PRIMARY KEY,
    tenant      VARCHAR(64)  NOT NULL,
    alert_id    VARCHAR(400) NOT NULL,
    take        INTEGER      NOT NULL,
    kind        VARCHAR(10)  NOT NULL,
    severity    SMALLINT     NOT NULL,
    outcome     VARCHAR(20)  NOT NULL,
    detail      VARCHAR(500),
    decision    TEXT,
    steps       TEXT,
    alert       BYTEA, -- the alert as JSON, deflated; only for runs that a person may ask about
    started_at  BIGINT       NOT NULL,
    finished_at BIGINT       NOT NULL
);
CREATE INDEX IF NOT EXISTS defender_runs_alert ON defender_runs (tenant, alert_id);
CREATE INDEX IF NOT EXISTS defender_runs_finished ON defender_runs (tenant, finished_at);

CREATE TABLE IF NOT EXISTS defender_isolations (
    id             VARCHAR(36)  NOT NULL PRIMARY KEY,
    tenant         VARCHAR(64)  NOT NULL,
    device_id      VARCHAR(128) NOT NULL,
    open_device    VARCHAR(128),          -- the device while the record is open, null once closed
    state          VARCHAR(12)  NOT NULL, -- requesting, sent, requested, under-way, isolated, releasing, expired; refused, ended, released, repeated
    isolation_type VARCHAR(16)  NOT NULL,
    ours           BOOLEAN      NOT NULL,
    alert_id       VARCHAR(400) NOT NULL,
    action_id      VARCHAR(64),
    action_status  VARCHAR(32),
    problem        VARCHAR(500),
    decided_at     BIGINT       NOT NULL,
    sent_at        BIGINT,
    looked_at      BIGINT       NOT NULL,
    closed_at      BIGINT,                -- or when it expired; of a release, when it took effect
    round          INTEGER      NOT NULL DEFAULT 1, -- 2 and more: asked for again after it expired
    told           VARCHAR(12),                     -- the notice of its course given last; alert: the alert's own mail says it all
    UNIQUE (tenant, open_device)
);
CREATE INDEX IF NOT EXISTS defender_isolations_decided ON defender_isolations (tenant, decided_at);
CREATE INDEX IF NOT EXISTS defender_isolations_closed ON defender_isolations (tenant, closed_at);
CREATE INDEX IF NOT EXISTS defender_isolations_device ON defender_isolations (device_id, tenant);

CREATE TABLE IF NOT EXISTS defender_mails (
    id         VARCHAR(36)   NOT NULL PRIMARY KEY,
    tenant     VARCHAR(64)   NOT NULL,
    message_id VARCHAR(255)  NOT NULL,
    reply_to   VARCHAR(255),           -- the Message-ID it answers
    kind       VARCHAR(16)   NOT NULL,
    severity   SMALLINT      NOT NULL, -- of the most severe alert in it
    state      VARCHAR(10)   NOT NULL, -- waiting, sent, parked
    tries      INTEGER       NOT NULL,
    due_at     BIGINT        NOT NULL,
    created_at BIGINT        NOT NULL,
    sent_at    BIGINT,
    accepted   TEXT,                   -- readers that have it while others do not, separated by commas
    problem    VARCHAR(500),
    digest     VARCHAR(160)            -- of a digest: what its notices have in common
);
CREATE INDEX IF NOT EXISTS defender_mails_due ON defender_mails (tenant, state, due_at);
CREATE INDEX IF NOT EXISTS defender_mails_created ON defender_mails (tenant, created_at);

CREATE TABLE IF NOT EXISTS defender_notices (
    id         VARCHAR(36)  NOT NULL PRIMARY KEY,
    tenant     VARCHAR(64)  NOT NULL,
    kind       VARCHAR(16)  NOT NULL,
    alert_id   VARCHAR(400) NOT NULL,
    about      VARCHAR(36)  NOT NULL, -- the isolation it tells of, or empty
    severity   SMALLINT     NOT NULL,
    device_id  VARCHAR(128),
    incident   VARCHAR(64),
    model      TEXT         NOT NULL, -- what the mail tells, as JSON
    urgent     BOOLEAN      NOT NULL, -- must not wait for the window of a digest
    mail_id    VARCHAR(36),
    created_at BIGINT       NOT NULL,
    UNIQUE (tenant, alert_id, kind, severity, about)
);
CREATE INDEX IF NOT EXISTS defender_notices_mail ON defender_notices (mail_id);

CREATE TABLE IF NOT EXISTS defender_calls (
    id          VARCHAR(36) NOT NULL PRIMARY KEY,
    tenant      VARCHAR(64) NOT NULL,
    operation   VARCHAR(64) NOT NULL,
    quota_class VARCHAR(8)  NOT NULL, -- respond, poll, rest
    started_at  BIGINT      NOT NULL,
    ended_at    BIGINT      NOT NULL  -- its answer; until that is known, the latest time at which it can come
);
CREATE INDEX IF NOT EXISTS defender_calls_ended ON defender_calls (tenant, ended_at, operation); -- all that counting needs

CREATE TABLE IF NOT EXISTS defender_quotas (
    tenant       VARCHAR(64) NOT NULL,
    operation    VARCHAR(64) NOT NULL,
    per_minute   INTEGER,              -- what the service was seen to allow, where that is less than we believed
    learned_at   BIGINT      NOT NULL,
    paused_until BIGINT      NOT NULL, -- what it asked us to wait
    PRIMARY KEY (tenant, operation)
);
