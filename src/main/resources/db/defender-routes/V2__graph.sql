-- Calls to Microsoft Graph are counted too, and apart: its quota is its own.

ALTER TABLE defender_calls ADD COLUMN IF NOT EXISTS api VARCHAR(8) DEFAULT 'defender' NOT NULL;
DROP INDEX IF EXISTS defender_calls_ended;
CREATE INDEX IF NOT EXISTS defender_calls_counted ON defender_calls (tenant, api, ended_at, operation); -- all that counting needs

-- What was learnt is forgotten within the hour anyway.
DROP TABLE IF EXISTS defender_quotas;
CREATE TABLE defender_quotas (
    tenant       VARCHAR(64) NOT NULL,
    api          VARCHAR(8)  NOT NULL,
    operation    VARCHAR(64) NOT NULL,
    per_minute   INTEGER,              -- what the service was seen to allow, where that is less than we believed
    learned_at   BIGINT      NOT NULL,
    paused_until BIGINT      NOT NULL, -- what it asked us to wait
    PRIMARY KEY (tenant, api, operation)
);
