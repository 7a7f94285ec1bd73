package report

var english = words{
	lang: "en", thousands: ",",
	title: "Weekly report", organisation: "Organisation", period: "Period",
	made: "Made", revision: "Revision", policy: "Policy",
	policyVersions: "version %s", noPolicy: "no hits, so no version known",
	partial: "This week is not over yet. The figures can still rise.",
	idle:    "Nothing was checked. That is no proof that nothing was sent.",
	footer:  "Dijkwacht keeps no texts. This report names no persons.",

	held: "held back", left: "left anyway", unknown: "not known whether it left", incidents: "new cases",
	same: "about the same as last week", more: "% more than last week", less: "% less than last week",
	nothingBefore: "none last week",

	funnelTitle:  "From check to outcome",
	funnelText:   "Each message to an AI service is checked. When something is found, the policy says what must happen. The user then chooses what to do.",
	askedCaption: "What the policy asked",
	thenCaption:  "How it ended",
	number:       "Messages", share: "Share", before: "Last week",
	inspected: "Checked", hits: "With a hit",
	asked: [6]string{"Only counted", "Tip given", "Warned", "Reason asked", "Safe version offered", "Blocked"},
	then: [8]string{"Edited and sent", "Safe version sent", "Went to our own AI service", "Not sent",
		"Sent, the policy allowed it", "Sent in spite of a warning", "Sent with the emergency button", "Not known"},

	byCategoryTitle: "What it was about",
	categoryNote:    "A message can hold several kinds of data, so the kinds do not add up to the total.",
	category:        "Kind of data", destination: "AI service", channel: "Way of entry",
	none: "No hits in this week.", unknownDestination: "Unknown service",
	names: map[string]string{
		categoryBSN: "Citizen service number (BSN)", categoryIdentity: "Name, number or birth date", categoryContact: "Address or contact details",
		categoryFinancial: "Account or payment card", categoryHealth: "Health", categorySecret: "Password or key",
		"typed": "Typed", "paste": "Pasted", "drop": "Dropped", "voice": "Spoken", "autosave": "Saved automatically", "file": "File",
	},

	methodTitle: "How we count",
	method: []string{
		"A hit is a message to which a rule of the policy applied. Held back: the data did not go to the AI service. Left anyway: the data went to a service that is not approved, also when the policy only gave a tip.",
		"We call something more or less only when the difference is too large for chance.",
	},
	days:   []string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
	months: []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},

	sentenceNoHeld:     "This week we did not have to hold back any message.",
	sentenceHeldOne:    "This week we held back 1 message with sensitive data.",
	sentenceHeld:       "This week we held back # messages with sensitive data.",
	sentenceNoLeft:     "No message with such data left anyway",
	sentenceLeftOne:    "1 message left anyway",
	sentenceLeft:       "# messages left anyway",
	sentenceUnknownOne: "; of 1 message we do not know",
	sentenceUnknown:    "; of # messages we do not know",
	sentenceNoOpen:     "; no case still waits for a decision",
	sentenceOpenOne:    "; 1 case waits for a decision",
	sentenceOpen:       "; # cases wait for a decision",
	sentenceMost:       "Most hits were at %s (%s)",
	sentenceQuiet:      "We checked # messages and found nothing.",
	sentencesNothing: []string{
		"Not a single message was checked this week.",
		"So no message was held back either.",
		"See whether the guard works.",
	},
}
