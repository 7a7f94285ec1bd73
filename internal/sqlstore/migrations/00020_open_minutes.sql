-- In which minutes of the hour messages passed without being looked at, over all
-- devices, as far as heartbeats tell: a bit for each minute.

-- +goose Up
ALTER TABLE site_counts ADD COLUMN open_minutes BIGINT NOT NULL DEFAULT 0;
