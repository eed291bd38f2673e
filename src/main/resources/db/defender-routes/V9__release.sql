-- Letting devices back in: what is wanted, when it is due, and which alerts stand behind an isolation.

ALTER TABLE defender_isolations ADD COLUMN IF NOT EXISTS device_name VARCHAR(255);
ALTER TABLE defender_isolations ADD COLUMN IF NOT EXISTS rule VARCHAR(200);         -- that decided
ALTER TABLE defender_isolations ADD COLUMN IF NOT EXISTS release_after BIGINT;      -- milliseconds from when it is known to be isolated
ALTER TABLE defender_isolations ADD COLUMN IF NOT EXISTS release_at BIGINT;         -- known once it is
ALTER TABLE defender_isolations ADD COLUMN IF NOT EXISTS release_asked_at BIGINT;   -- when the SOC was asked, since its alerts are closed

CREATE TABLE IF NOT EXISTS defender_releases (
    id             VARCHAR(36)  NOT NULL PRIMARY KEY, -- stands in the comment of the machine action
    tenant         VARCHAR(64)  NOT NULL,
    isolation_id   VARCHAR(36)  NOT NULL,
    open_isolation VARCHAR(36),                       -- the isolation while the wish is open, null once it ended
    device_id      VARCHAR(128) NOT NULL,
    state          VARCHAR(12)  NOT NULL, -- wanted, waits, cancelling, sent, accepted; done, failed
    cause          VARCHAR(16)  NOT NULL, -- person, release-after, false-positive, route
    who            VARCHAR(200) NOT NULL,
    reason         VARCHAR(500),
    wanted_at      BIGINT       NOT NULL,
    due_at         BIGINT       NOT NULL,
    sent_at        BIGINT,
    action_id      VARCHAR(64),
    problem        VARCHAR(500),
    told           VARCHAR(16),           -- the notice given last
    UNIQUE (tenant, open_isolation)
);
CREATE INDEX IF NOT EXISTS defender_releases_isolation ON defender_releases (isolation_id, wanted_at);
CREATE INDEX IF NOT EXISTS defender_releases_wanted ON defender_releases (tenant, wanted_at);

CREATE TABLE IF NOT EXISTS defender_isolation_alerts (
    isolation_id VARCHAR(36)  NOT NULL,
    alert_id     VARCHAR(400) NOT NULL,
    tenant       VARCHAR(64)  NOT NULL,
    severity     SMALLINT     NOT NULL,
    title        VARCHAR(400),
    category     VARCHAR(100),
    added_at     BIGINT       NOT NULL,
    PRIMARY KEY (isolation_id, alert_id)
);
CREATE INDEX IF NOT EXISTS defender_isolation_alerts_added ON defender_isolation_alerts (tenant, added_at);
