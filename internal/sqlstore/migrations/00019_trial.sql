-- The order in which devices enrolled, for the trial before the legal gate. Those of
-- before have none and come first, by their ids.

-- +goose Up
ALTER TABLE devices ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
CREATE INDEX devices_number ON devices (org_id, number, id);
