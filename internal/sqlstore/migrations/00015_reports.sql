-- Weekly reports as they were made, the groups in which departments are counted, and
-- who gets a report when.

-- +goose Up
-- What was reported of a week: each revision stays, as counts of groups.
CREATE TABLE reports (
    org_id   TEXT   NOT NULL REFERENCES organisations (id),
    week     TEXT   NOT NULL,
    revision BIGINT NOT NULL,
    made_at  BIGINT NOT NULL,
    totals   TEXT   NOT NULL,
    body     TEXT   NOT NULL,
    PRIMARY KEY (org_id, week, revision)
);
CREATE INDEX reports_made ON reports (org_id, made_at);

-- Fixed for a quarter; joined further when people leave, never split.
CREATE TABLE report_partitions (
    org_id  TEXT NOT NULL REFERENCES organisations (id),
    quarter TEXT NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (org_id, quarter)
);

CREATE TABLE report_schedules (
    org_id    TEXT   NOT NULL REFERENCES organisations (id),
    id        TEXT   NOT NULL,
    -- The last week that was sent.
    sent_week TEXT   NOT NULL DEFAULT '',
    rev       BIGINT NOT NULL,
    body      TEXT   NOT NULL,
    PRIMARY KEY (org_id, id)
);

{{isolate "reports"}}
{{isolate "report_partitions"}}
{{isolate "report_schedules"}}
