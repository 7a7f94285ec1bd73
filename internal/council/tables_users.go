package council

import "dijkwacht/internal/register/retention"

// userTables hold data about the people who work in the console.
var userTables = []Table{
	{
		"users", Users, Access, Interest, KeepAccount,
		"org_id id email name locale password code_secret code_step created_at disabled_at last_sign_in_at sso rev", "",
	},
	{"role_bindings", Users, Access, Interest, KeepAccount, "org_id id user_id role department_id expires_at created_at origin rev", ""},
	{"sessions", Users, Access, Interest, KeepDay, "org_id hash user_id created_at seen_at stepped_up_at sso sso_subject sso_sid checked_at reached_at", ""},
	{"sso_people", Users, Access, Interest, KeepAccount, "org_id subject provider user_id linked_at", ""},
	{"passkeys", Users, Access, Interest, KeepAccount, "org_id id user_id credential public_key sign_count eligible backed_up transports name created_at last_used_at suspect_at rev", ""},
	{"directory_users", Users, Access, Interest, KeepAccount, "org_id user_id user_name name_key external_id given_name family_name formatted display mail created_at changed_at", ""},
	{"directory_members", Users, Access, Interest, KeepUse, "org_id group_id user_id", ""},
	{"api_keys", Users, Access, Interest, KeepAlways, "org_id id hash old_hash old_until name scopes department_id networks created_at created_by expires_at revoked_at last_used_at rev", ""},
	{"one_time_links", Users, Access, Interest, KeepDay, "org_id hash user_id kind code_secret created_at expires_at", ""},
	{"approvals", Users, Evidence, Duty, Kept(retention.Incidents), "org_id id kind object state asked_at expires_at rev body", ""},
	{"chain_entries", Users, Evidence, Duty, KeepAlways, "org_id seq at actor role action object rev payload_commit prev hash", ""},
	{"chain_payloads", Users, Evidence, Duty, Kept(retention.Audit), "org_id seq salt payload", ""},
	{"legal_holds", Users, Register, Duty, Kept(retention.Incidents), "org_id id incident_id until ended_at rev body", ""},
	{"saved_views", Users, Access, Interest, KeepUse, "org_id id owner shared rev body", ""},
	{"idempotency_keys", Users, Running, Interest, KeepDay, "org_id actor key digest status etag body created_at", ""},
	{"report_schedules", Users, Delivery, Interest, KeepUse, "org_id id sent_week rev body", ""},
	{"outbox", Users, Delivery, Interest, KeepMonth3, "org_id id once_key kind target about state created_at due_at attempts settled_at answer body", ""},
	{"legal_settings", Users, Register, Duty, KeepAlways, "org_id rev body", ""},
	{"retention_settings", Users, Evidence, Duty, KeepAlways, "org_id rev body", ""},
	{"setup_progress", Users, Evidence, Duty, KeepAlways, "org_id rev body", ""},
	{"site_switches", Users, Evidence, Interest, KeepAlways, "org_id id destination_id until rev body", ""},
	{"policies", Users, Policing, Interest, KeepAlways, "org_id id department_id draft tests rev changed_by changed_at due_at scheduled", ""},
	{"policy_versions", Users, Policing, Interest, KeepAlways, "org_id version digest source activated_at subject note", ""},
	{"council_notices", Users, Oversight, Interest, Kept(retention.Audit), "org_id id once_key at kind body", ""},
	{"council_reads", Users, Oversight, Interest, Kept(retention.Audit), "org_id user_id notice_id at", ""},
}
