-- At most one row: of several servers that start on an empty database, one makes
-- the organisation.

-- +goose Up
CREATE TABLE first_start (
    one          BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    organisation TEXT   NOT NULL
);
