package council

import "dijkwacht/internal/register/retention"

// staffTables hold data about the people whose browser is guarded.
var staffTables = []Table{
	{
		"events", Staff, Guarding, Interest, Kept(retention.Events),
		"org_id id decision_id request_id device_id incident_id at destination_id destination_class action severity subject policy_version features body channel department_id marks types rules",
		"org_id id decision_id request_id device_id incident_id at destination_id destination_class channel subject identity_source department_id conversation decision types subjects_min subjects_max features policy_version rules_version sandbox",
	},
	{
		"outcomes", Staff, Guarding, Interest, Kept(retention.Events),
		"org_id event_id rev received_at outcome egress reason decided_ms body",
		"event_id rev outcome egress_evidence hook bytes_before_decision override_reason override_text shown_ms decided_ms at received_at",
	},
	{"decisions", Staff, Guarding, Interest, Kept(retention.Events), "org_id id event_id", ""},
	{
		"feedback", Staff, Guarding, Interest, Kept(retention.Events),
		"org_id decision_id finding_id event_id incident_id device_id subject verdict at rev body",
		"decision_id finding_id verdict kind type event_id incident_id device_id subject rules at rev",
	},
	{
		"break_glass", Staff, Guarding, Interest, Kept(retention.Events),
		"org_id id device_id subject destination_id at expires_at body",
		"id device_id subject destination_id destination_class reason text event_id incident_id at expires_at",
	},
	{
		"incidents", Staff, Register, Duty, Kept(retention.Incidents),
		"org_id id year number state awaiting needs_review severity subject destination_id destination_class conversation detected_at last_event_at events rev body kind source ap subjects_state assignee department_id touched tick_at deadline_at facets types",
		"action_taken ap ap_reason assignee awaiting_outcome aware_at aware_basis change classification computed conversation deadline_at department_id destination_class destination_id detected_at egress_evidence erased events first_viewed_at id identity_source incident_kind judged labels late_reason legal_basis legal_hold legal_version links measures merged_into needs_review notified_at number occurred_from occurred_to org_id outcome policy_version reason_code record rev rules sandbox severity source state subject subject_reason subjects_max subjects_min subjects_state tick_at touched types",
	},
	{"groupings", Staff, Register, Duty, Kept(retention.Events), "org_id event_id incident_id rev body", ""},
	{"notes", Staff, Register, Duty, Kept(retention.Incidents), "org_id id incident_id rev body", ""},
	{"notifications", Staff, Register, Duty, Kept(retention.Incidents), "org_id id incident_id rev body", ""},
	{
		"questions", Staff, Register, Duty, Kept(retention.Incidents),
		"org_id id incident_id device_id subject question asked_at rev body",
		"id incident_id question device_id subject asked_by asked_at answer answered_at rev",
	},
	{"sealed_identities", Staff, Identity, Interest, Kept(retention.Identities), "org_id quarter subject key_id source box kept_at", ""},
	{
		"reveals", Staff, Identity, Interest, Kept(retention.Incidents),
		"org_id id incident_id subject purpose at expires_at box rev body",
		"id approval_id incident_id subject purpose fields requested_by approved_by approver_roles at expires_at withheld withheld_by rev",
	},
	{
		"rights_requests", Staff, Rights, Duty, Kept(retention.Incidents),
		"org_id id device_id subject state due_at rev body",
		"id device_id subject kind ground text event_id at due_at state answer answered_by answered_at rev",
	},
	{
		"devices", Staff, Guarding, Interest, KeepDevice,
		"org_id id enrolment_key_id key_x key_y browser browser_version os extension_version user_groups enrolled_at revoked_at department_id seen_on revoked_for workstation number",
		"",
	},
	{
		"device_states", Staff, Oversight, Interest, KeepDevice,
		"org_id device_id beat_id at extension_version policy_version body",
		"extension_version policy_version sites queue uninspected errors clock_skew",
	},
	{"device_sign_ins", Staff, Guarding, Interest, KeepDay, "org_id device_id rev ticket ticket_ends subject quarter at used_at changed_at", ""},
	{"expected_devices", Staff, Oversight, Interest, KeepUse, "org_id workstation department_id added_at", ""},
	{"used_assertions", Staff, Guarding, Interest, KeepMinutes, "org_id hash expires_at", ""},
}
