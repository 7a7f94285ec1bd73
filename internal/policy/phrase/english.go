package phrase

import "dijkwacht/internal/rule"

var english = vocabulary{
	and: "and", or: "or",

	each: "Each message#: #.", ifHolds: "If a message# holds #, #",
	toClass: "to an AI service that is #", toID: "to #", byChannel: "that is #", byGroup: "from somebody in #", notByGroup: "not from somebody in #",
	inLanguage: "in #", ofSize: "of #",
	samePerson: "about one person #", without: ", but not #", role: "the person is a #",
	narrowing: "# facts that point to one person", subjects: "data of # people",
	distinct: "# different values of #", count: "# times #", kinds: "# kinds of: #",
	exactly: "exactly #", atLeast: "at least #", atMost: "at most #",
	confidence: [4]string{"", "", " (fairly sure)", " (almost certain)"},
	then: [7]string{"it may go.", "it may go, and Dijkwacht counts it.", "it may go, with a tip.", "the user gets a warning.",
		"the user has to give a reason first.", "only the safe version may go.", "it does not go."},
	noOverride: "It cannot be sent anyway.", override: "It can be sent anyway.", overrideReason: "It can be sent anyway with a reason: #.",
	budget: "That is possible at most # times a day.",
	modes:  [3]string{"", "This rule only measures and does nothing yet.", "This rule is off."},

	types: [rule.TypeCount]string{
		rule.PersonName: "a name", rule.DateOfBirth: "a date of birth", rule.Age: "an age", rule.BSN: "a citizen service number (BSN)",
		rule.PatientNumber: "a patient number", rule.InsuranceNumber: "an insurance number", rule.AGBCode: "an AGB code", rule.BIGNumber: "a BIG number",
		rule.UZINumber: "a UZI number", rule.Passport: "a passport number", rule.IDCard: "an identity card number",
		rule.DrivingLicence: "a driving licence number", rule.LicencePlate: "a licence plate", rule.Other: "another personal detail",
		rule.Address: "an address", rule.Postcode: "a postcode", rule.City: "a place of residence", rule.Phone: "a phone number",
		rule.Email: "an e-mail address", rule.URL: "a web address", rule.IPAddress: "an IP address",
		rule.IBAN: "a bank account", rule.CreditCard: "a payment card", rule.VATNumber: "a VAT number", rule.KVKNumber: "a KVK number",
		rule.Diagnosis: "a diagnosis", rule.Medication: "a medicine", rule.LabValue: "a measured value", rule.Treatment: "a treatment",
		rule.MentalHealth: "a mental health problem",
		rule.SecretAPIKey: "a secret key", rule.SecretPassword: "a password", rule.SecretPrivateKey: "a private key",
		rule.Date: "a date", rule.Organisation: "an organisation", rule.Hospital: "a hospital",
	},
	groups: [rule.GroupCount]string{
		rule.GroupIdentity: "a detail that points to a person", rule.GroupContact: "a contact detail", rule.GroupFinancial: "a financial detail",
		rule.GroupHealth: "a health fact", rule.GroupSecret: "a password or key", rule.GroupContext: "a date or organisation",
	},
	actions:    [7]string{"allow", "count only", "give a tip", "warn", "ask for a reason", "allow the safe version only", "stop"},
	modeNames:  [3]string{"on", "measuring only", "off"},
	classes:    [5]string{"unknown", "approved", "tolerated", "not approved", "blocked"},
	channels:   [6]string{"typed", "pasted", "dragged in", "spoken", "saved automatically", "sent as a file"},
	languages:  [3]string{"an unknown language", "Dutch", "English"},
	sizes:      [5]string{"less than 200 characters", "200 to 2,000 characters", "2,000 to 20,000 characters", "20,000 to 200,000 characters", "200,000 characters or more"},
	roles:      [5]string{"stranger", "patient or client", "relative", "colleague", "care professional"},
	reasons:    [7]string{"invented person", "own data", "consent", "emergency", "public information", "the notice is wrong", "other"},
	offers:     [3]string{"the safe version", "the organisation's own AI service", "the emergency button"},
	severities: [5]string{"not set", "low", "medium", "high", "very high"},
	failModes:  [3]string{"hold everything", "check on the device", "let everything pass and count it"},
	firstCheck: [2]string{"on the server", "on the device"},
}
