-- The register as people work on it: columns to find incidents and events by,
-- counters for exact facets, and what people add.

-- +goose Up
ALTER TABLE incidents ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE incidents ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE incidents ADD COLUMN ap TEXT NOT NULL DEFAULT '';
ALTER TABLE incidents ADD COLUMN subjects_state TEXT NOT NULL DEFAULT '';
ALTER TABLE incidents ADD COLUMN assignee TEXT NOT NULL DEFAULT '';
ALTER TABLE incidents ADD COLUMN department_id TEXT NOT NULL DEFAULT '';
ALTER TABLE incidents ADD COLUMN touched BIGINT NOT NULL DEFAULT 0;
-- When the clock of the incident has something to do; 0: never.
ALTER TABLE incidents ADD COLUMN tick_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE incidents ADD COLUMN deadline_at BIGINT NOT NULL DEFAULT 0;
{{if postgres}}
UPDATE incidents SET kind = body::jsonb->>'incident_kind';
{{else}}
UPDATE incidents SET kind = json_extract(body, '$.incident_kind');
{{end}}
CREATE INDEX incidents_tick ON incidents (org_id, tick_at) WHERE tick_at > 0;
CREATE INDEX incidents_presumed ON incidents (org_id, detected_at) WHERE state = 'detected' AND severity >= 3 AND awaiting = 0 AND deadline_at = 0;
CREATE INDEX incidents_prevented ON incidents (org_id, last_event_at) WHERE state = 'prevented' AND needs_review = 0 AND awaiting = 0 AND touched = 0;
CREATE INDEX incidents_facets ON incidents (org_id, id, state, severity, kind, ap, subjects_state, assignee, department_id, destination_id, destination_class, needs_review, awaiting, source);

ALTER TABLE events ADD COLUMN channel TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN department_id TEXT NOT NULL DEFAULT '';
CREATE INDEX events_destination ON events (org_id, destination_id, id);
CREATE INDEX events_action ON events (org_id, action, id);
CREATE INDEX outcomes_outcome ON outcomes (org_id, outcome, event_id);

-- How many events of a day (UTC) are alike, by their last outcome.
CREATE TABLE event_counts (
    org_id            TEXT   NOT NULL REFERENCES organisations (id),
    day               BIGINT NOT NULL,
    destination_id    TEXT   NOT NULL,
    destination_class TEXT   NOT NULL,
    action            TEXT   NOT NULL,
    channel           TEXT   NOT NULL,
    severity          BIGINT NOT NULL,
    department_id     TEXT   NOT NULL,
    outcome           TEXT   NOT NULL,
    n                 BIGINT NOT NULL,
    PRIMARY KEY (org_id, day, destination_id, destination_class, action, channel, severity, department_id, outcome)
);

-- Events never change. Those that people moved to another incident are here.
CREATE TABLE groupings (
    org_id      TEXT   NOT NULL REFERENCES organisations (id),
    event_id    TEXT   NOT NULL{{bytewise}},
    incident_id TEXT   NOT NULL,
    rev         BIGINT NOT NULL,
    body        TEXT   NOT NULL,
    PRIMARY KEY (org_id, event_id)
);
CREATE INDEX groupings_incident ON groupings (org_id, incident_id, event_id);

CREATE TABLE notes (
    org_id      TEXT   NOT NULL REFERENCES organisations (id),
    id          TEXT   NOT NULL,
    incident_id TEXT   NOT NULL,
    rev         BIGINT NOT NULL,
    body        TEXT   NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX notes_incident ON notes (org_id, incident_id, id);

-- What was sent to the authority, as it was sent.
CREATE TABLE notifications (
    org_id      TEXT   NOT NULL REFERENCES organisations (id),
    id          TEXT   NOT NULL,
    incident_id TEXT   NOT NULL,
    rev         BIGINT NOT NULL,
    body        TEXT   NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX notifications_incident ON notifications (org_id, incident_id, id);

-- Alerts of the clock. Whoever sends them looks for those above the last id and
-- revision that it sent.
CREATE TABLE alerts (
    org_id      TEXT   NOT NULL REFERENCES organisations (id),
    id          TEXT   NOT NULL,
    incident_id TEXT   NOT NULL,
    hours       BIGINT NOT NULL,
    repeat_at   BIGINT NOT NULL DEFAULT 0,
    rev         BIGINT NOT NULL,
    body        TEXT   NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, incident_id, hours)
);
CREATE INDEX alerts_repeat ON alerts (org_id, repeat_at) WHERE repeat_at > 0;

-- Who answers for the organisation towards the authority.
CREATE TABLE legal_settings (
    org_id TEXT   NOT NULL PRIMARY KEY REFERENCES organisations (id),
    rev    BIGINT NOT NULL,
    body   TEXT   NOT NULL
);

INSERT INTO event_counts (org_id, day, destination_id, destination_class, action, channel, severity, department_id, outcome, n)
SELECT e.org_id, e.at - e.at % 86400000, e.destination_id, e.destination_class, e.action, e.channel, e.severity, e.department_id, COALESCE(o.outcome, ''), COUNT(*)
FROM events e LEFT JOIN outcomes o ON o.org_id = e.org_id AND o.event_id = e.id
    AND o.rev = (SELECT MAX(rev) FROM outcomes WHERE org_id = e.org_id AND event_id = e.id)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;

-- The acts of people on one thing, such as an incident.
CREATE INDEX chain_acts_object ON chain_entries (org_id, object, seq)
    WHERE role <> 'device' AND action NOT IN ('incident.opened', 'incident.grew', 'incident.settled');

{{isolate "event_counts"}}
{{isolate "groupings"}}
{{isolate "notes"}}
{{isolate "notifications"}}
{{isolate "alerts"}}
{{isolate "legal_settings"}}

{{fixed "notifications"}}
