-- What 00007 filled in, again: where rows of all organisations are hidden from who
-- migrates, it saw none.

-- +goose Up
{{if postgres}}
ALTER TABLE incidents NO FORCE ROW LEVEL SECURITY;
ALTER TABLE events NO FORCE ROW LEVEL SECURITY;
ALTER TABLE outcomes NO FORCE ROW LEVEL SECURITY;
ALTER TABLE event_counts NO FORCE ROW LEVEL SECURITY;
UPDATE incidents SET kind = body::jsonb->>'incident_kind' WHERE kind = '';
{{end}}
DELETE FROM event_counts;
INSERT INTO event_counts (org_id, day, destination_id, destination_class, action, channel, severity, department_id, outcome, n)
SELECT e.org_id, e.at - e.at % 86400000, e.destination_id, e.destination_class, e.action, e.channel, e.severity, e.department_id, COALESCE(o.outcome, ''), COUNT(*)
FROM events e LEFT JOIN outcomes o ON o.org_id = e.org_id AND o.event_id = e.id
    AND o.rev = (SELECT MAX(rev) FROM outcomes WHERE org_id = e.org_id AND event_id = e.id)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
{{if postgres}}
ALTER TABLE incidents FORCE ROW LEVEL SECURITY;
ALTER TABLE events FORCE ROW LEVEL SECURITY;
ALTER TABLE outcomes FORCE ROW LEVEL SECURITY;
ALTER TABLE event_counts FORCE ROW LEVEL SECURITY;
{{end}}
