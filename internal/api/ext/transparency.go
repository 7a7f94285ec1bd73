package ext

import "dijkwacht/internal/ident"

// storedView tells people what is kept of them, and for how long at most.
type storedView struct {
	What string `json:"what"`
	Days int    `json:"days"`
	NL   string `json:"nl"`
	EN   string `json:"en"`
}

// viewerView tells people who may see it.
type viewerView struct {
	Role ident.Role `json:"role"`
	NL   string     `json:"nl"`
	EN   string     `json:"en"`
}

type contactView struct {
	Role         ident.Role `json:"role"`
	Organisation string     `json:"organisation"`
}

var stored = []storedView{
	{"text", 0, "Uw tekst wordt niet bewaard.", "Your text is not kept."},
	{"events", 91, "Van elke melding: de tijd, de website, welke soorten gegevens het waren en wat er daarna gebeurde.",
		"Of each alert: the time, the website, the kinds of data and what happened next."},
	{"identity", 365, "Uw gebruikersnaam, versleuteld. De dienst zelf kan die niet lezen.", "Your user name, sealed. The service itself cannot read it."},
	{"incidents", 1826, "De zaak in het datalekregister, onder een schuilnaam.", "The case in the breach register, under a pseudonym."},
	{"audit", 1826, "Een logboek van wie wat deed in het register.", "A log of who did what in the register."},
}

var viewers = []viewerView{
	{ident.FG, "De functionaris gegevensbescherming ziet meldingen onder uw schuilnaam.", "The data protection officer sees alerts under your pseudonym."},
	{ident.CISO, "De beveiligingsmanager ziet meldingen onder uw schuilnaam.", "The security officer sees alerts under your pseudonym."},
	{ident.Analyst, "De analist ziet meldingen onder uw schuilnaam.", "The analyst sees alerts under your pseudonym."},
	{ident.Auditor, "De auditor ziet meldingen onder uw schuilnaam.", "The auditor sees alerts under your pseudonym."},
	{ident.WardManager, "Uw leidinggevende ziet alleen aantallen van een hele afdeling. Nooit uw schuilnaam.", "Your manager sees numbers of a whole department only. Never your pseudonym."},
}
