-- Filters that people gave a name.

-- +goose Up
CREATE TABLE saved_views (
    org_id TEXT   NOT NULL REFERENCES organisations (id),
    id     TEXT   NOT NULL,
    owner  TEXT   NOT NULL,
    shared BIGINT NOT NULL,
    rev    BIGINT NOT NULL,
    body   TEXT   NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX saved_views_owner ON saved_views (org_id, owner);

{{isolate "saved_views"}}
