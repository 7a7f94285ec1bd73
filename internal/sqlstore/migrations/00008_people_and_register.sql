-- What people say of the register: feedback, break-glass, questions to the sender,
-- requests by the employee, and reveals.

-- +goose Up
CREATE TABLE feedback (
    org_id      TEXT   NOT NULL REFERENCES organisations (id),
    decision_id TEXT   NOT NULL,
    finding_id  TEXT   NOT NULL,
    event_id    TEXT   NOT NULL,
    incident_id TEXT   NOT NULL,
    device_id   TEXT   NOT NULL,
    subject     TEXT   NOT NULL,
    verdict     TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    rev         BIGINT NOT NULL,
    body        TEXT   NOT NULL,
    PRIMARY KEY (org_id, decision_id, finding_id)
);
CREATE INDEX feedback_time ON feedback (org_id, at);
CREATE INDEX feedback_device ON feedback (org_id, device_id, at);

CREATE TABLE break_glass (
    org_id         TEXT   NOT NULL REFERENCES organisations (id),
    id             TEXT   NOT NULL,
    device_id      TEXT   NOT NULL,
    subject        TEXT   NOT NULL,
    destination_id TEXT   NOT NULL,
    at             BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    body           TEXT   NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX break_glass_device ON break_glass (org_id, device_id, at);

CREATE TABLE questions (
    org_id      TEXT   NOT NULL REFERENCES organisations (id),
    id          TEXT   NOT NULL,
    incident_id TEXT   NOT NULL,
    device_id   TEXT   NOT NULL,
    subject     TEXT   NOT NULL,
    question    TEXT   NOT NULL,
    asked_at    BIGINT NOT NULL,
    rev         BIGINT NOT NULL,
    body        TEXT   NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, incident_id, device_id, subject, question)
);
CREATE INDEX questions_device ON questions (org_id, device_id, asked_at);

CREATE TABLE rights_requests (
    org_id    TEXT   NOT NULL REFERENCES organisations (id),
    id        TEXT   NOT NULL,
    device_id TEXT   NOT NULL,
    subject   TEXT   NOT NULL,
    state     TEXT   NOT NULL,
    due_at    BIGINT NOT NULL,
    rev       BIGINT NOT NULL,
    body      TEXT   NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX rights_requests_device ON rights_requests (org_id, device_id);

-- One row for each reveal that was carried out. The box is sealed to the browser of
-- who asked, and is emptied after a day.
CREATE TABLE reveals (
    org_id      TEXT   NOT NULL REFERENCES organisations (id),
    id          TEXT   NOT NULL,
    incident_id TEXT   NOT NULL,
    subject     TEXT   NOT NULL,
    purpose     TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    box         TEXT   NOT NULL,
    rev         BIGINT NOT NULL,
    body        TEXT   NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX reveals_boxes ON reveals (org_id, expires_at) WHERE box <> '';
CREATE INDEX reveals_subject ON reveals (org_id, subject, at);
CREATE INDEX reveals_time ON reveals (org_id, at);

{{isolate "feedback"}}
{{isolate "break_glass"}}
{{isolate "questions"}}
{{isolate "rights_requests"}}
{{isolate "reveals"}}
