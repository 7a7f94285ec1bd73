-- What an organisation says of itself in the first run.

-- +goose Up
CREATE TABLE setup_progress (
    org_id TEXT   NOT NULL PRIMARY KEY REFERENCES organisations (id),
    rev    BIGINT NOT NULL,
    body   TEXT   NOT NULL
);

{{isolate "setup_progress"}}
