-- What the weekly report counts an event under beside its columns, so that it need not
-- read the whole of each. Events of before have none: of them the body is read.

-- +goose Up
ALTER TABLE events ADD COLUMN marks TEXT NOT NULL DEFAULT '';
