-- What the weekly report counts an event and its outcome under beside their columns, so
-- that it need not read the whole of each. Rows of before have no marks, or -1: of them
-- the body is read.

-- +goose Up
ALTER TABLE events ADD COLUMN marks TEXT NOT NULL DEFAULT '';
ALTER TABLE outcomes ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE outcomes ADD COLUMN decided_ms BIGINT NOT NULL DEFAULT -1;
