-- Policies with their drafts, and what is known of each version.

-- +goose Up
CREATE TABLE policies (
    org_id        TEXT   NOT NULL REFERENCES organisations (id),
    id            TEXT   NOT NULL,
    department_id TEXT   NOT NULL DEFAULT '',
    draft         TEXT   NOT NULL,
    tests         TEXT   NOT NULL,
    rev           BIGINT NOT NULL,
    changed_by    TEXT   NOT NULL,
    changed_at    BIGINT NOT NULL,
    due_at        BIGINT NOT NULL DEFAULT 0,
    scheduled     TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, department_id)
);
CREATE INDEX policies_due ON policies (org_id, due_at) WHERE due_at > 0;

-- A version is of one subject: a policy, the destinations or the messages. Until
-- now there was one policy, that of the start.
ALTER TABLE policy_versions ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE policy_versions ADD COLUMN note TEXT NOT NULL DEFAULT '{"author":"dijkwacht","by_start":true}';
{{if postgres}}
-- For the owner, to fill in.
ALTER TABLE policy_versions NO FORCE ROW LEVEL SECURITY;
{{end}}
UPDATE policy_versions SET subject = 'pol_' || substr(org_id, 5);
{{if postgres}}
ALTER TABLE policy_versions FORCE ROW LEVEL SECURITY;
{{end}}
CREATE INDEX policy_versions_subject ON policy_versions (org_id, subject, version);

{{isolate "policies"}}

{{evidence "policy_versions"}}
