package council

import (
	"fmt"
	"slices"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/retention"
)

// in picks the words of a language: Dutch unless it is "en".
func in(lang string, w [2]string) string {
	if lang == "en" {
		return w[1]
	}
	return w[0]
}

var aboutWords = map[About][2]string{
	Staff:  {"Medewerkers van wie de browser wordt bewaakt", "Staff whose browser is guarded"},
	Users:  {"Mensen die met Dijkwacht werken, zoals de FG", "People who work with Dijkwacht, such as the DPO"},
	Nobody: {"Geen mensen", "No people"},
}

// Words says whose data it is.
func (a About) Words(lang string) string { return in(lang, aboutWords[a]) }

var tableWords = map[string][2]string{
	"events": {"Pogingen", "Attempts"}, "outcomes": {"Afloop van pogingen", "Outcomes of attempts"}, "decisions": {"Beslissingen", "Decisions"},
	"feedback": {"Meldingen dat een treffer niet klopt", "Reports that a hit is wrong"}, "break_glass": {"Gebruik van de noodknop", "Use of the emergency exit"}, "incidents": {"Zaken in het register", "Cases in the register"},
	"groupings": {"Welke poging bij welke zaak hoort", "Which attempt belongs to which case"}, "notes": {"Notities bij zaken", "Notes on cases"}, "notifications": {"Meldingen aan de toezichthouder", "Notifications to the supervisor"},
	"questions": {"Vragen van de FG aan een medewerker", "Questions of the DPO to an employee"}, "sealed_identities": {"Verzegelde namen", "Sealed names"}, "reveals": {"Onthullingen", "Reveals"},
	"rights_requests": {"Verzoeken van medewerkers", "Requests of employees"}, "devices": {"Apparaten", "Devices"}, "device_states": {"Laatste levensteken van apparaten", "Last sign of life of devices"},
	"device_sign_ins":  {"Wie is aangemeld op een apparaat, onder een schuilnaam", "Who is signed in at a device, under a pseudonym"},
	"expected_devices": {"Werkplekken die worden verwacht", "Workstations that are expected"}, "used_assertions": {"Gebruikte aanmeldbewijzen van apparaten", "Used proofs of devices"},
	"users": {"Accounts", "Accounts"}, "role_bindings": {"Rollen van accounts", "Roles of accounts"}, "sessions": {"Sessies", "Sessions"}, "sso_people": {"Koppeling met de inlogdienst", "Link to the sign-in service"},
	"passkeys": {"Passkeys", "Passkeys"}, "directory_users": {"Accounts uit het adresboek", "Accounts from the directory"}, "directory_members": {"Leden van groepen", "Members of groups"}, "api_keys": {"Sleutels van programma's", "Keys of programs"},
	"one_time_links": {"Eenmalige links", "One-time links"}, "approvals": {"Verzoeken om een tweede handtekening", "Requests for a second signature"}, "chain_entries": {"Het logboek", "The log"}, "chain_payloads": {"Wat het logboek zegt", "What the log says"},
	"legal_holds": {"Zaken waarvan het verwijderen is stopgezet", "Cases whose deletion was stopped (legal holds)"}, "saved_views": {"Bewaarde filters", "Saved filters"}, "idempotency_keys": {"Kenmerken van verzoeken, zodat een herhaling niets dubbel doet", "Marks of requests, so that a repeat does nothing twice"},
	"report_schedules": {"Wie rapporten krijgt", "Who gets reports"}, "outbox": {"Uitgaande berichten", "Outgoing messages"}, "legal_settings": {"Gegevens voor de melding en voor deze stukken", "Data for the notification and for these papers"},
	"retention_settings": {"Wie termijnen veranderde", "Who changed terms"}, "setup_progress": {"Wat is afgesproken, en wie het vastlegde", "What was agreed, and who recorded it"}, "site_switches": {"Sites waar de bewaking is uitgezet", "Sites on which the guard was switched off"},
	"policies": {"Ontwerpen van het beleid", "Drafts of the policy"}, "policy_versions": {"Versies van het beleid", "Versions of the policy"}, "council_notices": {"Berichten aan de ondernemingsraad", "Notices to the works council"}, "council_reads": {"Gelezen berichten", "Notices that were read"},
}

// Words names what the table holds: of tables about people. Others have their own
// name.
func (t Table) Words(lang string) string {
	if w, known := tableWords[t.Name]; known {
		return in(lang, w)
	}
	return t.Name
}

var purposeWords = map[Purpose][2]string{
	Guarding:  {"Gegevens van mensen en wachtwoorden niet naar AI-diensten laten gaan die niet zijn goedgekeurd", "Keep data about people and passwords from leaving to AI services that were not approved"},
	Register:  {"Het register van datalekken bijhouden", "Keep the register of data breaches"},
	Identity:  {"Bekendmaken wie achter een schuilnaam zit, als twee mensen dat goedvinden", "Disclose who is behind a pseudonym, when two people agree"},
	Rights:    {"Verzoeken van medewerkers over hun eigen gegevens beantwoorden", "Answer requests of employees about their own data"},
	Oversight: {"Laten zien dat de bewaking werkt en wat er is afgesproken", "Show that the guard works and what was agreed"},
	Access:    {"Aanmelden, en bepalen wie wat mag", "Signing in, and who may do what"},
	Evidence:  {"Achteraf kunnen vaststellen wie wat deed", "Being able to establish afterwards who did what"},
	Policing:  {"De regels waarmee berichten worden beoordeeld", "The rules by which messages are judged"},
	Delivery:  {"Mail en berichten bezorgen", "Deliver mail and messages"},
	Running:   {"Het werk van de dienst zelf", "The work of the service itself"},
}

// Words says what the purpose is.
func (p Purpose) Words(lang string) string { return in(lang, purposeWords[p]) }

var basisWords = map[Basis][2]string{
	Interest: {"Gerechtvaardigd belang: beveiliging (AVG art. 6 lid 1 f en art. 32)", "Legitimate interest: security (GDPR art. 6(1)(f) and art. 32)"},
	Duty:     {"Wettelijke plicht (AVG art. 6 lid 1 c; art. 5 lid 2, 12 en 33 lid 5)", "Legal obligation (GDPR art. 6(1)(c); art. 5(2), 12 and 33(5))"},
	None:     {"Geen persoonsgegevens", "No personal data"},
}

// Words names the ground.
func (b Basis) Words(lang string) string { return in(lang, basisWords[b]) }

var keepWords = map[Keep][2]string{
	KeepMinutes: {"Enkele minuten", "Some minutes"},
	KeepDay:     {"Ten hoogste een dag", "At most a day"},
	KeepMonth3:  {"90 dagen na bezorging", "90 days after delivery"},
	KeepUse:     {"Tot iemand het verwijdert", "Until somebody removes it"},
	KeepAccount: {"Zolang de dienst in gebruik is; een uitgezet account blijft staan, zodat het logboek klopt", "As long as the service is used; an account that was switched off stays, so that the log holds"},
	KeepDevice:  {"Zolang de dienst in gebruik is; een ingetrokken apparaat blijft staan, zodat het niet terug kan komen", "As long as the service is used; a device that was revoked stays, so that it cannot come back"},
	KeepAlways:  {"Zolang de dienst in gebruik is", "As long as the service is used"},
}

// Words says how long something is kept, by the terms of the organisation.
func (k Keep) Words(lang string, terms retention.Settings) string {
	if w, fixed := keepWords[k]; fixed {
		return in(lang, w)
	}
	r, known := retention.RuleOf(retention.Kind(k))
	if !known {
		return ""
	}
	words := Term(lang, r.Unit, terms.Term(r.Kind))
	return words + in(lang, keepFrom[r.Kind])
}

// keepFrom says from when terms count, where that is not from when it happened.
var keepFrom = map[retention.Kind][2]string{
	retention.Incidents:  {" na het sluiten van de zaak", " after the case closed"},
	retention.Identities: {" na het sluiten van de zaak, ten hoogste een jaar", " after the case closed, at most a year"},
}

var unitWords = map[retention.Unit][2][2]string{
	retention.Days:   {{"dag", "dagen"}, {"day", "days"}},
	retention.Weeks:  {{"week", "weken"}, {"week", "weeks"}},
	retention.Months: {{"maand", "maanden"}, {"month", "months"}},
	retention.Years:  {{"jaar", "jaar"}, {"year", "years"}},
}

// Term is so many units in words, such as "13 weken".
func Term(lang string, unit retention.Unit, n int) string {
	pair := unitWords[unit][0]
	if lang == "en" {
		pair = unitWords[unit][1]
	}
	if n == 1 {
		return "1 " + pair[0]
	}
	return fmt.Sprintf("%d %s", n, pair[1])
}

var kindWords = map[retention.Kind][2]string{
	retention.Prompts:    {"Tekst van berichten", "Text of messages"},
	retention.Events:     {"Gegevens over pogingen", "Data on attempts"},
	retention.Counters:   {"Tellingen zonder mensen", "Counts without people"},
	retention.Identities: {"Verzegelde namen", "Sealed names"},
	retention.Incidents:  {"Zaken in het register", "Cases in the register"},
	retention.Audit:      {"Het logboek", "The log"},
	retention.Reports:    {"Weekrapporten", "Weekly reports"},
}

// KindWords names a kind of data with a term.
func KindWords(lang string, k retention.Kind) string { return in(lang, kindWords[k]) }

var roleWords = map[ident.Role][2]string{
	ident.FG:           {"Functionaris gegevensbescherming (FG)", "Data protection officer (DPO)"},
	ident.DeputyFG:     {"Plaatsvervangend FG", "Deputy DPO"},
	ident.CISO:         {"CISO", "CISO"},
	ident.Analyst:      {"Analist", "Analyst"},
	ident.PolicyEditor: {"Beleidsmaker", "Policy editor"},
	ident.ITAdmin:      {"IT-beheerder", "IT administrator"},
	ident.WardManager:  {"Afdelingshoofd", "Ward manager"},
	ident.WorksCouncil: {"Ondernemingsraad", "Works council"},
	ident.Auditor:      {"Auditor", "Auditor"},
	ident.Owner:        {"Eigenaar", "Owner"},
}

// RoleWords names a role.
func RoleWords(lang string, r ident.Role) string { return in(lang, roleWords[r]) }

// sight is a permission by which a role sees something about people, in words.
type sight struct {
	perm  ident.Permission
	words [2]string
}

// sights are all, from the most to the least.
var sights = []sight{
	{ident.IncidentsRead, [2]string{"pogingen en zaken onder schuilnaam", "attempts and cases under a pseudonym"}},
	{ident.RevealRequest, [2]string{"om een naam vragen", "ask for a name"}},
	{ident.RevealApprove, [2]string{"goedkeuren dat een naam bekend wordt", "approve that a name becomes known"}},
	{ident.DevicesRead, [2]string{"apparaten en hun versies", "devices and their versions"}},
	{ident.AuditExport, [2]string{"het logboek van wie wat deed", "the log of who did what"}},
	{ident.PeopleRead, [2]string{"de accounts van wie met Dijkwacht werkt", "the accounts of who works with Dijkwacht"}},
	{ident.StatisticsRead, [2]string{"aantallen, nooit van kleine groepen", "counts, never of small groups"}},
}

// SightWords says what a permission lets a role see.
func SightWords(lang string, perm ident.Permission) string {
	i := slices.IndexFunc(sights, func(s sight) bool { return s.perm == perm })
	if i < 0 {
		return ""
	}
	return in(lang, sights[i].words)
}
