-- What is asked of runs: on which device, how it was decided and by what rules, which calls it took, how far it went.

ALTER TABLE defender_runs ADD COLUMN IF NOT EXISTS device_id VARCHAR(128);   -- the device that most was done about
ALTER TABLE defender_runs ADD COLUMN IF NOT EXISTS device_name VARCHAR(255);
ALTER TABLE defender_runs ADD COLUMN IF NOT EXISTS title VARCHAR(400);
ALTER TABLE defender_runs ADD COLUMN IF NOT EXISTS decided VARCHAR(12);      -- never, dry-run, approve, isolate
ALTER TABLE defender_runs ADD COLUMN IF NOT EXISTS rule VARCHAR(100);
ALTER TABLE defender_runs ADD COLUMN IF NOT EXISTS isolation VARCHAR(12);    -- requested, under-way, isolated, refused, stopped, capped
ALTER TABLE defender_runs ADD COLUMN IF NOT EXISTS others TEXT;              -- what was decided about other devices of the alert
ALTER TABLE defender_runs ADD COLUMN IF NOT EXISTS calls TEXT;
ALTER TABLE defender_runs ADD COLUMN IF NOT EXISTS version VARCHAR(64);      -- the hash of a version of kind "set"

DROP INDEX IF EXISTS defender_runs_finished;
CREATE INDEX IF NOT EXISTS defender_runs_newest ON defender_runs (tenant, finished_at DESC, id DESC); -- in the order in which they are shown
CREATE INDEX IF NOT EXISTS defender_runs_device ON defender_runs (tenant, device_id, finished_at DESC, id DESC);

ALTER TABLE defender_isolations ADD COLUMN IF NOT EXISTS accepted_at BIGINT; -- when Defender accepted our request
ALTER TABLE defender_isolations ADD COLUMN IF NOT EXISTS verified_at BIGINT; -- when it first reported that the device is isolated

CREATE INDEX IF NOT EXISTS defender_audit_subject ON defender_audit (tenant, subject, at);

-- What was decided by. Each text is kept once; a set names one of each kind.
CREATE TABLE IF NOT EXISTS defender_versions (
    tenant     VARCHAR(64) NOT NULL,
    hash       VARCHAR(64) NOT NULL, -- SHA-256 of the text
    kind       VARCHAR(16) NOT NULL, -- routes, guardrails, settings, set
    text       TEXT        NOT NULL,
    first_seen BIGINT      NOT NULL,
    PRIMARY KEY (hash, kind, tenant)
);
