-- Whether the guard is there and looks at what is sent.

-- +goose Up
-- The name of the machine, where the administrator gives it: several browser
-- profiles on one machine are one workstation.
ALTER TABLE devices ADD COLUMN workstation TEXT NOT NULL DEFAULT '';
CREATE INDEX devices_workstation ON devices (org_id, workstation) WHERE workstation <> '';

-- The last word of each device; no history.
CREATE TABLE device_states (
    org_id            TEXT   NOT NULL,
    device_id         TEXT   NOT NULL,
    beat_id           TEXT   NOT NULL,
    at                BIGINT NOT NULL,
    extension_version TEXT   NOT NULL,
    policy_version    BIGINT NOT NULL,
    body              TEXT   NOT NULL,
    PRIMARY KEY (org_id, device_id),
    FOREIGN KEY (org_id, device_id) REFERENCES devices (org_id, id)
);
{{isolate "device_states"}}

-- What left for a site in an hour (UTC) and how much of it was looked at, over all
-- devices. Without destination: what passed without being looked at.
CREATE TABLE site_counts (
    org_id          TEXT   NOT NULL REFERENCES organisations (id),
    hour            BIGINT NOT NULL,
    destination_id  TEXT   NOT NULL,
    adapter_version TEXT   NOT NULL,
    observed        BIGINT NOT NULL,
    inspected       BIGINT NOT NULL,
    failed          BIGINT NOT NULL,
    canary_ok       BIGINT NOT NULL,
    canary_failed   BIGINT NOT NULL,
    uninspected     BIGINT NOT NULL,
    PRIMARY KEY (org_id, hour, destination_id, adapter_version)
);
{{isolate "site_counts"}}

-- Sites on which too much was not looked at. Who tells of them looks for those above
-- the last id and revision that it told.
CREATE TABLE coverage_gaps (
    org_id         TEXT   NOT NULL REFERENCES organisations (id),
    id             TEXT   NOT NULL,
    destination_id TEXT   NOT NULL,
    opened_at      BIGINT NOT NULL,
    closed_at      BIGINT NOT NULL,
    rev            BIGINT NOT NULL,
    body           TEXT   NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX coverage_gaps_open ON coverage_gaps (org_id, destination_id) WHERE closed_at = 0;
{{isolate "coverage_gaps"}}

-- The workstations that should have the extension.
CREATE TABLE expected_devices (
    org_id        TEXT   NOT NULL REFERENCES organisations (id),
    workstation   TEXT   NOT NULL,
    department_id TEXT   NOT NULL,
    added_at      BIGINT NOT NULL,
    PRIMARY KEY (org_id, workstation)
);
{{isolate "expected_devices"}}

-- Sites that two people have taken out of the guard for some hours.
CREATE TABLE site_switches (
    org_id         TEXT   NOT NULL REFERENCES organisations (id),
    id             TEXT   NOT NULL,
    destination_id TEXT   NOT NULL,
    until          BIGINT NOT NULL,
    rev            BIGINT NOT NULL,
    body           TEXT   NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX site_switches_until ON site_switches (org_id, until);
{{isolate "site_switches"}}

-- Which version of the extension each ring of devices should have.
CREATE TABLE extension_releases (
    org_id TEXT   NOT NULL PRIMARY KEY REFERENCES organisations (id),
    rev    BIGINT NOT NULL,
    body   TEXT   NOT NULL
);
{{isolate "extension_releases"}}
