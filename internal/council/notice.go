package council

import (
	"fmt"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/reveal"
)

// PrefixNotice begins the id of a notice.
const PrefixNotice = "ntc_"

// NoticeKind is what a notice is about.
type NoticeKind string

// The kinds.
const (
	Changed  NoticeKind = "change"
	Revealed NoticeKind = "reveal"
	Agreed   NoticeKind = "consent"
	Remarked NoticeKind = "remark" // by a member of the works council
	Answered NoticeKind = "answer" // of the officer, to a remark
)

// Notice is something that the works council hears of. It has no field for a name, a
// pseudonym, a department or an id of a case.
type Notice struct {
	OrgID string     `json:"-"`
	ID    string     `json:"id"`
	Key   string     `json:"-"` // makes a notice one, whoever adds it
	At    time.Time  `json:"at"`
	Kind  NoticeKind `json:"kind"`
	// Change is of Changed; Waits says that it waits for consent.
	Change *Change `json:"change,omitempty"`
	Waits  bool    `json:"waits,omitempty"`
	// Purpose and Approvers are of Revealed: for what, and in which roles it was
	// approved.
	Purpose   reveal.Purpose `json:"purpose,omitempty"`
	Approvers []ident.Role   `json:"approvers,omitempty"`
	// Reference is of Agreed.
	Reference string `json:"reference,omitempty"`
	// Text is of Remarked and Answered: the words of a member or the officer, inspected.
	Text string `json:"text,omitempty"`
	// Remark is of Answered: the id of the remark.
	Remark string `json:"remark,omitempty"`
	// Answer and AnsweredAt are of Remarked: what the officer answered and when; "" and
	// zero before that.
	Answer     string    `json:"-"`
	AnsweredAt time.Time `json:"-"`
	// ReadAt is when who looks read it; zero: not yet.
	ReadAt time.Time `json:"-"`
}

// AnswerLife is how long the officer has to answer a remark: as long as for a request
// of an employee.
const AnswerLife = 28 * 24 * time.Hour

// AnswerBy is when a remark is to be answered; zero for other notices.
func (n Notice) AnswerBy() time.Time {
	if n.Kind != Remarked {
		return time.Time{}
	}
	return n.At.Add(AnswerLife)
}

// Title says in a few words what the notice is about, in "nl" or "en".
func (n Notice) Title(lang string) string {
	switch n.Kind {
	case Revealed:
		return in(lang, [2]string{"Een naam is onthuld", "A name was revealed"})
	case Agreed:
		return in(lang, [2]string{"Een instemming is vastgelegd", "A consent was recorded"})
	case Remarked:
		return in(lang, [2]string{"Opmerking van de ondernemingsraad", "Remark of the works council"})
	case Answered:
		return in(lang, [2]string{"Antwoord van de FG op een opmerking", "Answer of the DPO to a remark"})
	}
	return in(lang, changeTitles[n.Change.What])
}

var changeTitles = map[What][2]string{
	LongerTerm: {"Iets wordt langer bewaard", "Something is kept for longer"}, NewField: {"Een nieuw gegeven wordt bewaard", "A new data field is kept"},
	NewPurpose: {"Een nieuw doel", "A new purpose"}, NewSight: {"Een rol ziet meer over medewerkers", "A role sees more about staff"},
	RevealRule: {"De regels voor onthullen veranderen", "The rules of revealing change"}, NewRecipient: {"Een nieuwe ontvanger", "A new recipient"},
	SmallerGroup: {"Aantallen van kleinere groepen", "Counts of smaller groups"},
}

// Sentence says what happened.
func (n Notice) Sentence(lang string) string {
	switch n.Kind {
	case Revealed:
		s := fmt.Sprintf(in(lang, [2]string{"Doel: %s.", "Purpose: %s."}), PurposeOfReveal(lang, string(n.Purpose)))
		for i, r := range n.Approvers {
			if i == 0 {
				s += in(lang, [2]string{" Goedgekeurd door: ", " Approved by: "})
			} else {
				s += ", "
			}
			s += RoleWords(lang, r)
		}
		return s
	case Agreed:
		if n.Reference == "" {
			return in(lang, [2]string{"Zonder verwijzing naar een stuk.", "Without a reference to a document."})
		}
		return in(lang, [2]string{"Stuk: ", "Document: "}) + n.Reference
	case Remarked, Answered:
		return n.Text
	}
	s := n.Change.Sentence(lang)
	if n.Waits {
		s += in(lang, [2]string{" Dit gaat pas in als de ondernemingsraad instemt.", " This takes effect only when the works council consents."})
	}
	return s
}
