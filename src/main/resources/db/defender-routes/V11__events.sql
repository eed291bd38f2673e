-- What an application that embeds us has still to be told; a row is deleted once it was. Written only where one asks for it.

CREATE TABLE IF NOT EXISTS defender_events (
    id     VARCHAR(36) NOT NULL PRIMARY KEY, -- rises with time
    tenant VARCHAR(64) NOT NULL,
    at     BIGINT      NOT NULL,
    body   TEXT        NOT NULL              -- as JSON
);
CREATE INDEX IF NOT EXISTS defender_events_next ON defender_events (tenant, id);
