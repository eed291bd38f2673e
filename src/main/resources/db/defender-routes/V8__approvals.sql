-- Devices that wait for a person to decide whether they are cut off, and what was decided: one open case per device.

CREATE TABLE IF NOT EXISTS defender_approvals (
    id           VARCHAR(36)  NOT NULL PRIMARY KEY, -- random; it names the case and authorises nothing
    tenant       VARCHAR(64)  NOT NULL,
    device_id    VARCHAR(128) NOT NULL,
    open_device  VARCHAR(128),             -- the device while the case is open, null once closed
    state        VARCHAR(12)  NOT NULL,    -- waiting, approved (to be carried out); closed: done, stopped, denied, expired
    alert_id     VARCHAR(400) NOT NULL,    -- the alert that asked
    severity     SMALLINT     NOT NULL,    -- of the most severe alert
    device_name  VARCHAR(255),
    title        VARCHAR(500),             -- of the alert that asked
    rule         VARCHAR(200),             -- why a person is asked, and in words
    because      VARCHAR(1000),
    capped       BOOLEAN      NOT NULL,    -- asked because a limit is reached, and not because a rule says so
    people       INTEGER      NOT NULL,    -- how many different people have to approve
    model        TEXT         NOT NULL,    -- what the mail that asked told, as JSON
    asked_at     BIGINT       NOT NULL,
    expires_at   BIGINT       NOT NULL,
    seen_at      BIGINT       NOT NULL,    -- the latest time at which anybody looked: a clock set back cannot undo it
    first_by     VARCHAR(200),             -- of two people, the first
    first_via    VARCHAR(10),
    first_at     BIGINT,
    decided_by   VARCHAR(200),
    decided_via  VARCHAR(10),
    decided_at   BIGINT,
    reason       VARCHAR(1000),
    due_at       BIGINT       NOT NULL,    -- of an approved case: when it is tried to be carried out
    isolation_id VARCHAR(36),              -- the record that carries it out
    outcome      VARCHAR(500),             -- what came of it, in words
    closed_at    BIGINT,
    UNIQUE (tenant, open_device)
);
CREATE INDEX IF NOT EXISTS defender_approvals_device ON defender_approvals (device_id, tenant, asked_at);
CREATE INDEX IF NOT EXISTS defender_approvals_asked ON defender_approvals (tenant, asked_at);

-- The alerts of a case: the one that asked, and those on the same device that joined it.
CREATE TABLE IF NOT EXISTS defender_approval_alerts (
    approval_id VARCHAR(36)  NOT NULL,
    alert_id    VARCHAR(400) NOT NULL,
    joined_at   BIGINT       NOT NULL,
    PRIMARY KEY (approval_id, alert_id)
);

-- By whom an isolation was approved that a person had to approve.
ALTER TABLE defender_isolations ADD COLUMN IF NOT EXISTS approved_by VARCHAR(200);
