package inquiry

import (
	"slices"
	"time"
)

// PrefixQuestion begins the id of a question.
const PrefixQuestion = "qst_"

// Life is how long a question waits for its answer.
const Life = 14 * 24 * time.Hour

// Name is one of the fixed questions.
type Name string

// The questions: whose data it was, of how many people, and what was kept.
const (
	Whose   Name = "whose_data"
	HowMany Name = "how_many_people"
	Kept    Name = "what_was_kept"
)

// answers are those that each question takes.
var answers = map[Name][]string{
	Whose:   {"eigen", "fictief", "patient", "collega", "iemand_anders", "weet_niet"},
	HowMany: {"geen", "een", "2_tot_5", "6_tot_20", "21_tot_100", "meer_dan_100", "weet_niet"},
	Kept:    {"niets", "gesprek_verwijderd", "gesprek_bewaard", "gedeelde_link", "bestand_bewaard", "weet_niet"},
}

// Names lists the questions, as the API accepts them.
var Names = []string{string(Whose), string(HowMany), string(Kept)}

// Answers lists what may be answered to the question.
func Answers(n Name) []string { return slices.Clone(answers[n]) }

// Question was put to the sender of an incident.
type Question struct {
	OrgID      string `json:"-"`
	ID         string `json:"id"`
	IncidentID string `json:"incident_id"`
	Name       Name   `json:"question"`
	// DeviceID and Subject are whom it was put to.
	DeviceID string    `json:"device_id"`
	Subject  string    `json:"subject"`
	AskedBy  string    `json:"asked_by"`
	AskedAt  time.Time `json:"asked_at"`
	// Answer is "" until there is one.
	Answer     string    `json:"answer,omitempty"`
	AnsweredAt time.Time `json:"answered_at,omitzero"`
	Rev        int64     `json:"rev"`
}

// Open reports whether the question waits for an answer at the moment.
func (q Question) Open(now time.Time) bool { return q.Answer == "" && now.Before(q.AskedAt.Add(Life)) }
