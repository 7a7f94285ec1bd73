-- Who works at a device, where the browser does not tell: a ticket to sign in with
-- (its hash), and the pseudonym of who did, for as long as that counts.

-- +goose Up
CREATE TABLE device_sign_ins (
    org_id      TEXT   NOT NULL,
    device_id   TEXT   NOT NULL,
    rev         BIGINT NOT NULL,
    ticket      TEXT   NOT NULL,
    ticket_ends BIGINT NOT NULL,
    subject     TEXT   NOT NULL,
    quarter     TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    used_at     BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    PRIMARY KEY (org_id, device_id),
    FOREIGN KEY (org_id, device_id) REFERENCES devices (org_id, id)
);
CREATE INDEX device_sign_ins_changed ON device_sign_ins (changed_at);

{{isolate "device_sign_ins" "looked_up => true"}}
