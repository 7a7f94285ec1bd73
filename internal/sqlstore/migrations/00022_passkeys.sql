-- Passkeys of people, and the challenges that were answered.

-- +goose Up
CREATE TABLE passkeys (
    org_id       TEXT   NOT NULL,
    id           TEXT{{bytewise}} NOT NULL,
    user_id      TEXT   NOT NULL,
    credential   TEXT   NOT NULL UNIQUE, -- base64url
    public_key   TEXT   NOT NULL, -- COSE, base64url
    sign_count   BIGINT NOT NULL,
    eligible     BIGINT NOT NULL,
    backed_up    BIGINT NOT NULL,
    transports   TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    suspect_at   BIGINT NOT NULL,
    rev          BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id)
);
CREATE INDEX passkeys_user ON passkeys (org_id, user_id);

CREATE TABLE passkey_challenges (
    org_id     TEXT   NOT NULL REFERENCES organisations (id),
    hash       TEXT   NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, hash)
){{keyed}};

{{isolate "passkeys" "looked_up => true"}}
{{isolate "passkey_challenges"}}
