-- What is to be written on alerts as comments, and what became of each: the same words once per alert.

CREATE TABLE IF NOT EXISTS defender_comments (
    id         VARCHAR(36)   NOT NULL PRIMARY KEY,
    tenant     VARCHAR(64)   NOT NULL,
    alert_id   VARCHAR(400)  NOT NULL,
    text_key   VARCHAR(36)   NOT NULL, -- made from the text
    text       VARCHAR(1000) NOT NULL,
    state      VARCHAR(10)   NOT NULL, -- waiting, written, given-up
    doubtful   BOOLEAN       NOT NULL, -- sent, and nobody knows yet whether it arrived
    tries      INTEGER       NOT NULL,
    due_at     BIGINT        NOT NULL,
    created_at BIGINT        NOT NULL,
    ended_at   BIGINT,
    problem    VARCHAR(500),
    UNIQUE (tenant, alert_id, text_key)
);
CREATE INDEX IF NOT EXISTS defender_comments_due ON defender_comments (tenant, state, due_at);

-- What a trigger (a Kamelet whose name ends in -source) has given to its route.
CREATE TABLE IF NOT EXISTS defender_seen (
    tenant       VARCHAR(64)  NOT NULL,
    trigger_name VARCHAR(50)  NOT NULL,
    item_id      VARCHAR(400) NOT NULL,
    seen_at      BIGINT       NOT NULL,
    PRIMARY KEY (item_id, trigger_name, tenant)
);
CREATE INDEX IF NOT EXISTS defender_seen_at ON defender_seen (tenant, seen_at);
