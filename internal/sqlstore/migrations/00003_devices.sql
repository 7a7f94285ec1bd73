-- Devices and keys: terms of enrolment keys, signing keys that follow
-- each other, and who a pseudonym is, sealed.

-- +goose Up
ALTER TABLE enrolment_keys ADD COLUMN department_id TEXT NOT NULL DEFAULT '';
ALTER TABLE enrolment_keys ADD COLUMN groups_granted TEXT NOT NULL DEFAULT '["*"]';
ALTER TABLE enrolment_keys ADD COLUMN expires_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE enrolment_keys ADD COLUMN device_limit BIGINT NOT NULL DEFAULT 0;
ALTER TABLE enrolment_keys ADD COLUMN rev BIGINT NOT NULL DEFAULT 1;

ALTER TABLE devices ADD COLUMN department_id TEXT NOT NULL DEFAULT '';
ALTER TABLE devices ADD COLUMN seen_on BIGINT NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN revoked_for TEXT NOT NULL DEFAULT '';
CREATE INDEX devices_key ON devices (org_id, key_x, key_y);
CREATE INDEX devices_revoked ON devices (revoked_at) WHERE revoked_at > 0;

-- Keys of the first schema lay open in the database. New ones take their place.
DROP TABLE signing_keys;
CREATE TABLE signing_keys (
    id         TEXT   NOT NULL PRIMARY KEY,
    use        TEXT   NOT NULL,
    position   BIGINT NOT NULL,
    public     TEXT   NOT NULL,
    sealed     TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    active_at  BIGINT NOT NULL,
    UNIQUE (use, position)
);
DELETE FROM pseudonym_keys;

CREATE TABLE reveal_keys (
    org_id     TEXT   NOT NULL REFERENCES organisations (id),
    id         TEXT   NOT NULL,
    public     TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    active     BIGINT NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX reveal_keys_active ON reveal_keys (org_id) WHERE active = 1;

CREATE TABLE sealed_identities (
    org_id  TEXT   NOT NULL REFERENCES organisations (id),
    quarter TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    key_id  TEXT   NOT NULL,
    source  TEXT   NOT NULL,
    box     TEXT   NOT NULL,
    kept_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, quarter, subject, key_id),
    FOREIGN KEY (org_id, key_id) REFERENCES reveal_keys (org_id, id)
);
CREATE INDEX sealed_identities_age ON sealed_identities (org_id, kept_at);

{{isolate "reveal_keys"}}
{{isolate "sealed_identities"}}
