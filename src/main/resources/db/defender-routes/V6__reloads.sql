-- That somebody asked all processes to read a file of theirs again, such as guardrails.yaml.

CREATE TABLE IF NOT EXISTS defender_reload (
    tenant VARCHAR(64) NOT NULL,
    part   VARCHAR(40) NOT NULL, -- guardrails
    token  VARCHAR(36) NOT NULL, -- another one each time
    PRIMARY KEY (tenant, part)
);
