-- What stays as it was left, for all processes: the kill switch, the breaker, the mode of the last start.

CREATE TABLE IF NOT EXISTS defender_switches (
    tenant  VARCHAR(64)  NOT NULL,
    name    VARCHAR(32)  NOT NULL, -- kill-switch, breaker, isolation.mode
    state   VARCHAR(16)  NOT NULL, -- on, off; open, closed; the mode
    since   BIGINT       NOT NULL,
    who     VARCHAR(200) NOT NULL,
    via     VARCHAR(10)  NOT NULL,
    reason  VARCHAR(500),
    told    BOOLEAN      NOT NULL, -- whether the SOC has been told
    PRIMARY KEY (tenant, name)
);
