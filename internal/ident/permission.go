package ident

// Permission is one thing that a person may do in the console.
type Permission string

// The permissions. What each role holds is in grants.
const (
	// IncidentsRead shows incidents and events, under pseudonyms.
	IncidentsRead Permission = "incidents.read"
	// IncidentsTriage sorts new incidents; IncidentsAssess moves them through all
	// other states. IncidentsAssessSecurity is both, for incidents about secrets
	// and security alone.
	IncidentsTriage         Permission = "incidents.triage"
	IncidentsAssess         Permission = "incidents.assess"
	IncidentsAssessSecurity Permission = "incidents.assess_security"
	// NotificationDecide decides on telling the supervisor and the data subjects;
	// NotificationSecond is the other half of that pair.
	NotificationDecide Permission = "notification.decide"
	NotificationSecond Permission = "notification.second"
	// RevealRequest and RevealApprove are the halves of disclosing a pseudonym.
	// RevealApproveCouncil is the second, where the organisation has given it to
	// the works council.
	RevealRequest        Permission = "reveal.request"
	RevealApprove        Permission = "reveal.approve"
	RevealApproveCouncil Permission = "reveal.approve_council"
	// RevealsRead shows that reveals happened, how many and for what purpose.
	RevealsRead Permission = "reveals.read"
	PolicyRead  Permission = "policy.read"
	// PolicyEdit changes drafts freely, PolicyTighten only to something stricter.
	PolicyEdit    Permission = "policy.edit"
	PolicyTighten Permission = "policy.tighten"
	PolicyPublish Permission = "policy.publish"
	// StatisticsRead shows counts, for one department or the whole organisation;
	// the rule on small numbers holds for everybody.
	StatisticsRead Permission = "statistics.read"
	// ReportsManage makes and sends reports, and says who gets them.
	ReportsManage  Permission = "reports.manage"
	DevicesRead    Permission = "devices.read"
	DevicesRevoke  Permission = "devices.revoke"
	DevicesManage  Permission = "devices.manage"
	SettingsRead   Permission = "settings.read"
	SettingsManage Permission = "settings.manage"
	// DepartmentsManage changes the tree of departments.
	DepartmentsManage Permission = "departments.manage"
	// PeopleRead shows users and their roles; PeopleManage changes them.
	PeopleRead   Permission = "people.read"
	PeopleManage Permission = "people.manage"
	// PeopleProvision adds, changes and closes accounts for the identity provider. No
	// role holds it, only the key that the provider has.
	PeopleProvision Permission = "people.provision"
	// KeysRead shows API keys, without the keys themselves. KeysManage makes, rotates
	// and revokes them, with no more power than who does it has.
	KeysRead    Permission = "keys.read"
	KeysManage  Permission = "keys.manage"
	AuditVerify Permission = "audit.verify"
	// AuditExport reads the entries of the chain, on screen or as a file.
	AuditExport Permission = "audit.export"
	// SelfManage is what everybody who signed in may do with the own account.
	SelfManage Permission = "self.manage"
)

// grants is the table of roles and permissions.
var grants = map[Role][]Permission{
	FG:           officer,
	DeputyFG:     officer,
	CISO:         {IncidentsRead, IncidentsAssessSecurity, NotificationSecond, RevealRequest, RevealApprove, RevealsRead, PolicyRead, PolicyEdit, PolicyTighten, PolicyPublish, StatisticsRead, ReportsManage, DevicesRead, DevicesRevoke, SettingsRead, PeopleRead, KeysRead, KeysManage, AuditVerify, AuditExport, SelfManage},
	Analyst:      {IncidentsRead, IncidentsTriage, PolicyRead, StatisticsRead, SelfManage},
	PolicyEditor: {RevealsRead, PolicyRead, PolicyEdit, PolicyTighten, StatisticsRead, SelfManage},
	ITAdmin:      {PolicyRead, StatisticsRead, ReportsManage, DevicesRead, DevicesRevoke, DevicesManage, SettingsRead, SettingsManage, DepartmentsManage, PeopleRead, KeysRead, KeysManage, SelfManage},
	WardManager:  {StatisticsRead, SelfManage},
	WorksCouncil: {RevealApproveCouncil, RevealsRead, PolicyRead, StatisticsRead, AuditVerify, SelfManage},
	Auditor:      {IncidentsRead, RevealsRead, PolicyRead, StatisticsRead, PeopleRead, KeysRead, AuditVerify, AuditExport, SelfManage},
	Owner:        {NotificationSecond, RevealsRead, PolicyRead, StatisticsRead, ReportsManage, DevicesRead, DevicesRevoke, DevicesManage, SettingsRead, SettingsManage, DepartmentsManage, PeopleRead, PeopleManage, KeysRead, KeysManage, AuditVerify, AuditExport, SelfManage},
}

// officer is what the data protection officer and the deputy hold alike.
var officer = []Permission{
	IncidentsRead, IncidentsTriage, IncidentsAssess, IncidentsAssessSecurity, NotificationDecide, RevealRequest, RevealApprove, RevealsRead,
	PolicyRead, PolicyTighten, PolicyPublish, StatisticsRead, ReportsManage, PeopleRead, KeysRead, KeysManage, AuditVerify, AuditExport, SelfManage,
}

// Of the two kinds of principal that are no person: what the administrator of the
// machine may do by the command line, and what the service does by itself.
// Neither holds a half of a four-eyes pair.
var (
	operatorGrants = []Permission{
		IncidentsRead, RevealsRead, PolicyRead, StatisticsRead, ReportsManage, DevicesRead, DevicesRevoke, DevicesManage, SettingsRead, SettingsManage,
		DepartmentsManage, PeopleRead, PeopleManage, KeysRead, KeysManage, AuditVerify, AuditExport,
	}
	serviceGrants = []Permission{
		IncidentsRead, IncidentsTriage, RevealsRead, PolicyRead, PolicyPublish, StatisticsRead, ReportsManage, DevicesRead, DevicesRevoke, DevicesManage,
		SettingsRead, SettingsManage, DepartmentsManage, PeopleRead, PeopleManage, AuditVerify, AuditExport,
	}
)

// apart are permissions that one person never holds together, whatever the roles:
// the halves of a pair that goes by role, and the say over people beside a view
// of content.
var apart = [][2]Permission{
	{NotificationDecide, NotificationSecond},
	{PeopleManage, IncidentsRead},
	{PeopleManage, RevealApprove},
	{PeopleManage, RevealApproveCouncil},
	{PeopleManage, PolicyPublish},
}
