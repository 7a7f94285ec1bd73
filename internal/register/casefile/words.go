package casefile

import (
	"strings"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/policy/phrase"
	"dijkwacht/internal/rule"
)

// say is one language.
type say struct {
	lang   string
	column int // of words
}

func in(lang string) say {
	if lang == "en" {
		return say{"en", 1}
	}
	return say{"nl", 0}
}

// word is the text of a key; a code without words is shown as it is.
func (s say) word(key string) string {
	if w, ok := words[key]; ok {
		return w[s.column]
	}
	_, code, _ := strings.Cut(key, " ")
	return code
}

func (s say) yes(v bool) string {
	if v {
		return s.word("yes")
	}
	return s.word("no")
}

func (s say) phrases() phrase.Words {
	if s.lang == "en" {
		return phrase.In(policy.English)
	}
	return phrase.In(policy.Dutch)
}

// kind is the name of a type of finding, without its article.
func (s say) kind(name string) string {
	t, known := rule.ParseType(name)
	if !known {
		return name
	}
	_, bare, _ := strings.Cut(s.phrases().Type(t), " ")
	return bare
}

// words are the fixed texts, in Dutch and English.
var words = map[string][2]string{
	"yes": {"ja", "yes"}, "no": {"nee", "no"}, "none": {"geen", "none"}, "unset": {"nog niet ingevuld", "not filled in yet"},

	"title": {"Dossier", "File"}, "footer": {"Dijkwacht. Het register bevat geen tekst van berichten.", "Dijkwacht. The register holds no text of messages."},
	"privacy": {"Dit dossier noemt geen medewerkers bij naam. Van de berichten is geen tekst bewaard.", "This file names no members of staff. No text of the messages was kept."},
	"manual":  {"handmatig gemeld", "reported by hand"}, "device": {"gevonden door Dijkwacht", "found by Dijkwacht"},

	"organisation": {"Organisatie", "Organisation"}, "made": {"Gemaakt op", "Made on"}, "revision": {"Versie van de zaak", "Revision of the case"}, "source": {"Bron", "Source"},
	"state": {"Stand", "State"}, "ap": {"Autoriteit Persoonsgegevens", "Supervisory authority"}, "subjects": {"Betrokkenen", "People concerned"}, "severity": {"Ernst", "Severity"},
	"hold": {"Juridisch vastgehouden", "Legal hold"}, "labels": {"Labels", "Labels"}, "links": {"Hoort bij", "Belongs with"}, "merged": {"Samengevoegd in", "Merged into"},

	"what": {"Wat is er gebeurd", "What happened"}, "summary": {"Samenvatting", "Summary"}, "occurred": {"Gebeurd", "Occurred"}, "destination": {"AI-dienst", "AI service"},
	"class": {"Soort dienst", "Class of service"}, "action": {"Wat het beleid deed", "What the policy did"}, "outcome": {"Afloop", "Outcome"}, "egress": {"Weggegaan", "What left"},
	"attempts": {"Pogingen", "Attempts"}, "people": {"Geschat aantal mensen", "Estimated number of people"}, "rules": {"Regels", "Rules"}, "policy": {"Versie van het beleid", "Policy version"},
	"pseudonym": {"Pseudoniem", "Pseudonym"},

	"findings": {"Wat er gevonden is", "What was found"}, "kind": {"Soort gegeven", "Kind of data"}, "most": {"Meeste in één bericht", "Most in one message"}, "distinct": {"Verschillend", "Distinct"},
	"found none": {"Deze zaak is handmatig gemeld; er zijn geen vondsten.", "This case was reported by hand; there are no findings."},

	"events": {"De pogingen", "The attempts"}, "moment": {"Tijdstip", "Time"}, "decision": {"Besluit", "Decision"}, "no events": {"De pogingen zijn niet (meer) bewaard.", "The attempts are not kept (any more)."},

	"assessment": {"Beoordeling", "Assessment"}, "computed": {"Berekend", "Computed"}, "judged": {"Beoordeeld door een medewerker", "Judged by a person"}, "no score": {"Nog niet beoordeeld.", "Not judged yet."},
	"factor": {"Factor", "Factor"}, "value": {"Waarde", "Value"}, "why": {"Waarom", "Why"}, "advice": {"Advies", "Advice"}, "score": {"Score (ENISA)", "Score (ENISA)"}, "by": {"Door", "By"},
	"factor dpc": {"Soort gegevens (DPC)", "Data context (DPC)"}, "factor ei": {"Herkenbaarheid (EI)", "Ease of identification (EI)"}, "factor cb": {"Omstandigheden (CB)", "Circumstances (CB)"},
	"unintelligible":       {"Onleesbaar gemaakt", "Made unintelligible"},
	"advice register_only": {"vastleggen, niet melden", "register, do not notify"}, "advice notify_authority": {"melden aan de autoriteit", "notify the authority"},
	"advice notify_authority_and_subjects": {"melden aan de autoriteit en aan de betrokkenen", "notify the authority and the people concerned"},

	"clock": {"De termijn", "The term"}, "detected": {"Ontdekt", "Detected"}, "viewed": {"Voor het eerst bekeken", "First viewed"}, "aware": {"Bekend sinds", "Aware since"}, "basis": {"Grond", "Basis"},
	"deadline": {"Uiterlijk melden", "Notify at the latest"}, "notified": {"Gemeld", "Notified"}, "late": {"Waarom later", "Why later"}, "law": {"Wettelijk profiel", "Legal profile"},
	"basis confirmed": {"bevestigd door een medewerker", "confirmed by a person"}, "basis presumed": {"aangenomen: niemand keek op tijd", "presumed: nobody looked in time"}, "basis manual": {"ingevuld door een medewerker", "filled in by a person"},

	"decisions": {"Besluiten", "Decisions"}, "from to": {"Van en naar", "From and to"}, "reason": {"Reden", "Reason"}, "no decisions": {"Er is nog niets besloten.", "Nothing was decided yet."},
	"reason code": {"Reden (code)", "Reason (code)"}, "legal basis": {"Grondslag", "Legal basis"}, "ap reason": {"Waarom niet gemeld", "Why not notified"}, "approved": {"goedkeuring", "approval"},

	"subjects reason": {"Waarom niet geïnformeerd", "Why not told"}, "informed": {"Geïnformeerd op", "Told on"}, "count": {"Aantal", "Number"}, "channel": {"Hoe", "How"}, "wording": {"Tekst van het bericht", "Wording"},
	"groups": {"Groepen mensen", "Groups of people"}, "confirmed": {"Bevestigd aantal", "Confirmed number"},

	"measures": {"Maatregelen", "Measures"}, "measure": {"Maatregel", "Measure"}, "owner": {"Eigenaar", "Owner"}, "due": {"Uiterlijk", "Due"}, "done": {"Klaar", "Done"}, "no measures": {"Er zijn geen maatregelen vastgelegd.", "No measures were recorded."},
	"deletion requested": {"Verwijderen gevraagd", "Deletion requested"}, "deletion confirmed": {"Verwijderen bevestigd", "Deletion confirmed"}, "authorities": {"Ook gemeld bij", "Also notified to"}, "remarks": {"Opmerkingen", "Remarks"},

	"notifications": {"Meldingen aan de autoriteit", "Notifications to the authority"}, "reference": {"Nummer", "Reference"}, "sha": {"SHA-256 van wat is gestuurd", "SHA-256 of what was sent"},
	"no notifications": {"Er is niets gemeld.", "Nothing was notified."}, "follow up": {"Sinds de laatste melding is het register veranderd. Stuur een vervolgmelding. Veranderd: ", "The register has changed since the last notification. Send a follow-up. Changed: "},

	"notes": {"Notities", "Notes"}, "note": {"Notitie", "Note"}, "no notes": {"Er zijn geen notities.", "There are no notes."},

	"timeline": {"Tijdlijn", "Timeline"}, "line": {"Wat", "What"},
	"chain": {"Plaats in de keten", "Place in the chain"}, "entry": {"Regel", "Entry"}, "hash": {"Hash", "Hash"}, "act": {"Handeling", "Act"}, "no acts": {"Niemand heeft de zaak nog behandeld.", "Nobody has handled the case yet."},
	"chain text": {"Elke handeling is een regel in de keten van het register. Met `dijkwacht register verify` of met een inspectiebestand is na te gaan dat geen regel is veranderd.",
		"Each act is an entry in the chain of the register. `dijkwacht register verify` or an inspection file shows that no entry was changed."},

	"because fictief": {"verzonnen gegevens", "invented data"}, "because eigen_gegevens": {"eigen gegevens van de medewerker", "the employee's own data"}, "because openbaar": {"openbaar persoon in een openbare rol", "public person in a public role"}, "because detectiefout": {"verkeerd herkend", "found wrongly"},
	"because unintelligible": {"de gegevens waren onbegrijpelijk (AVG 34 lid 3 a)", "the data were unintelligible (GDPR 34(3)(a))"}, "because measures_taken": {"maatregelen namen het hoge risico weg (AVG 34 lid 3 b)", "measures took the high risk away (GDPR 34(3)(b))"},
	"because disproportionate": {"het vergt onevenredige inspanning (AVG 34 lid 3 c)", "it takes disproportionate effort (GDPR 34(3)(c))"}, "because no_high_risk": {"geen hoog risico (AVG 34 lid 1)", "no high risk (GDPR 34(1))"},
	"because initial": {"eerste melding", "first notification"}, "because follow_up": {"vervolgmelding", "follow-up"}, "because complete": {"volledige melding", "complete notification"}, "because withdrawal": {"intrekking", "withdrawal"},

	"state detected": {"gevonden", "detected"}, "state triaged": {"bekeken", "triaged"}, "state prevented": {"voorkomen", "prevented"}, "state false_positive": {"vals alarm", "false positive"},
	"state authorised": {"toegestaan", "authorised"}, "state confirmed_leak": {"bevestigd datalek", "confirmed leak"}, "state assessed": {"beoordeeld", "assessed"}, "state closed": {"gesloten", "closed"},
	"ap not_applicable": {"niet van toepassing", "not applicable"}, "ap none": {"nog niet besloten", "not decided yet"}, "ap drafting": {"melding in de maak", "notification in the making"},
	"ap submitted_initial": {"eerste melding gedaan", "first notification sent"}, "ap submitted_complete": {"volledig gemeld", "fully notified"}, "ap withdrawn": {"melding ingetrokken", "notification withdrawn"}, "ap not_required": {"melden niet nodig", "notification not required"},
	"subjects not_applicable": {"niet van toepassing", "not applicable"}, "subjects undecided": {"nog niet besloten", "not decided yet"}, "subjects not_required": {"informeren niet nodig", "telling not required"},
	"subjects planned": {"worden geïnformeerd", "will be told"}, "subjects informed": {"geïnformeerd", "told"}, "subjects public_notice": {"openbaar bericht", "public notice"},
	"outcome sent": {"verstuurd", "sent"}, "outcome edited_and_sent": {"aangepast en verstuurd", "edited and sent"}, "outcome redacted_and_sent": {"veilige versie verstuurd", "safe version sent"}, "outcome redirected": {"naar de eigen AI-dienst gegaan", "redirected to the own AI service"},
	"outcome cancelled": {"niet verstuurd", "not sent"}, "outcome blocked": {"tegengehouden", "held"}, "outcome break_glass": {"verstuurd met de noodknop", "sent in an emergency"}, "outcome unknown": {"niet bekend", "unknown"}, "outcome ": {"nog niet bekend", "not known yet"},
	"egress none": {"niets", "nothing"}, "egress partial": {"een deel", "a part"}, "egress full": {"alles", "everything"}, "egress unknown": {"niet bekend", "unknown"},
	"class unknown": {"onbekend", "unknown"}, "class approved": {"goedgekeurd", "approved"}, "class tolerated": {"gedoogd", "tolerated"}, "class unapproved": {"niet goedgekeurd", "not approved"}, "class blocked": {"geblokkeerd", "blocked"},
	"kind initial": {"eerste melding", "first notification"}, "kind follow_up": {"vervolgmelding", "follow-up"}, "kind complete": {"volledige melding", "complete notification"}, "kind withdrawal": {"intrekking", "withdrawal"},
	"group patients": {"patiënten of cliënten", "patients or clients"}, "group staff": {"medewerkers", "staff"}, "group relatives": {"familie of naasten", "relatives"}, "group minors": {"minderjarigen", "minors"},
	"group customers": {"klanten", "customers"}, "group citizens": {"burgers", "citizens"}, "group other": {"andere mensen", "other people"},
	"line event": {"poging", "attempt"}, "line outcome": {"afloop", "outcome"}, "line act": {"handeling", "act"}, "line note": {"notitie", "note"}, "line notification": {"melding aan de autoriteit", "notification to the authority"}, "line alert": {"waarschuwing na uren", "alert after hours"},
	"act opened": {"geopend", "opened"}, "act grew": {"poging erbij", "attempt added"}, "act settled": {"afloop verwerkt", "outcome settled"}, "act reported": {"handmatig gemeld", "reported by hand"},
	"act moved": {"verplaatst", "moved"}, "act closed": {"gesloten", "closed"}, "act assigned": {"toegewezen", "assigned"}, "act judged": {"beoordeeld", "judged"}, "act edited": {"aangevuld", "edited"},
	"act ap_moved": {"besluit over melden", "decision on notifying"}, "act subjects_moved": {"besluit over informeren", "decision on telling people"}, "act measure_added": {"maatregel toegevoegd", "measure added"},
	"act merged": {"samengevoegd", "merged"}, "act absorbed": {"zaak opgenomen", "case absorbed"}, "act split": {"gesplitst", "split"}, "act split_off": {"afgesplitst", "split off"},
	"act presumed": {"bekendheid aangenomen", "awareness presumed"}, "act clock_ran": {"termijn bijgewerkt", "term updated"}, "act alerts_acknowledged": {"waarschuwing gezien", "alert acknowledged"}, "act held": {"juridisch vastgehouden", "put on legal hold"}, "act freed": {"niet meer vastgehouden", "taken off legal hold"}, "act exported": {"geëxporteerd", "exported"},
	"role device": {"apparaat", "device"}, "role system": {"Dijkwacht", "Dijkwacht"},
}
