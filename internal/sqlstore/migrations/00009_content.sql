-- Signed updates of the catalogue, the texts and the rules, for the whole installation.

-- +goose Up
CREATE TABLE content_updates (
    version      BIGINT NOT NULL PRIMARY KEY,
    body         TEXT   NOT NULL,
    installed_at BIGINT NOT NULL,
    withdrawn    BIGINT NOT NULL DEFAULT 0
);
