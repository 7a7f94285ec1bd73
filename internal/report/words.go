package report

import (
	"fmt"
	"strconv"
	"strings"
)

// words are the texts of a report in one language, at language level B1.
type words struct {
	lang      string
	thousands string

	title, organisation, period, made, revision, policy string
	policyVersions, noPolicy, partial, idle, footer     string

	held, left, unknown, incidents                string
	same, more, less, nothingBefore               string
	funnelTitle, funnelText, askedCaption         string
	thenCaption, number, share, before            string
	inspected, hits                               string
	byCategoryTitle, categoryNote                 string
	category, destination, channel, none          string
	unknownDestination                            string
	methodTitle                                   string
	method                                        []string
	months                                        []string
	days                                          []string
	asked                                         [6]string // as in Funnel
	then                                          [8]string // as in Outcomes
	names                                         map[string]string
	sentenceHeld, sentenceHeldOne, sentenceNoHeld string
	sentenceLeft, sentenceLeftOne, sentenceNoLeft string
	sentenceUnknown, sentenceUnknownOne           string
	sentenceOpen, sentenceOpenOne, sentenceNoOpen string
	sentenceMost, sentenceQuiet                   string
	sentencesNothing                              []string
}

// count writes a whole number with a mark between thousands.
func (w words) count(n int) string {
	s := strconv.Itoa(n)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + w.thousands + s[at:]
	}
	return s
}

// percent writes a share without decimals; a small share is not called nothing.
func (w words) percent(part, whole int) string {
	switch {
	case whole == 0:
		return "–"
	case part > 0 && 200*part < whole:
		return "< 1 %"
	}
	return strconv.Itoa((200*part+whole)/(2*whole)) + " %"
}

// moved says how a count compares with the week before.
func (w words) moved(now, before int, compared bool) string {
	if !compared {
		return ""
	}
	direction, percent := change(now, before)
	word := w.same
	switch {
	case direction > 0:
		word = w.more
	case direction < 0:
		word = w.less
	}
	if direction != 0 && before == 0 {
		return w.nothingBefore
	}
	return strings.Replace(word, "%", strconv.Itoa(percent)+" %", 1)
}

// say fills in a number, and takes the singular form for one.
func (w words) say(n int, none, one, many string) string {
	switch n {
	case 0:
		return none
	case 1:
		return one
	}
	return strings.Replace(many, "#", w.count(n), 1)
}

// name is the name of a count in this language.
func (w words) name(c Count) string {
	switch {
	case c.Name != "":
		return c.Name
	case w.names[c.ID] != "":
		return w.names[c.ID]
	case c.ID == "":
		return w.unknownDestination
	}
	return c.ID
}

// sentences sum the week up: what was held, what left, and where it happened.
func sentences(w words, r Report) []string {
	if r.Funnel.Inspected == 0 && r.Funnel.Hits == 0 && r.Scope == nil {
		return w.sentencesNothing
	}
	s := r.Summary
	left := w.say(s.Left, w.sentenceNoLeft, w.sentenceLeftOne, w.sentenceLeft)
	if s.Unknown > 0 {
		left += w.say(s.Unknown, "", w.sentenceUnknownOne, w.sentenceUnknown)
	}
	if s.Left+s.Unknown > 0 {
		left += w.say(s.Open, w.sentenceNoOpen, w.sentenceOpenOne, w.sentenceOpen)
	}
	return []string{
		w.say(s.Held, w.sentenceNoHeld, w.sentenceHeldOne, w.sentenceHeld),
		left + "." + w.breaches(r),
		w.where(r),
	}
}

// breaches says what people decided about what left.
func (w words) breaches(r Report) string {
	if r.Register.Leaks == 0 {
		return ""
	}
	return " " + w.say(r.Register.Leaks, "", w.t("1 daarvan is een datalek", "1 of them is a breach"), w.t("# daarvan zijn een datalek", "# of them are breaches")) +
		w.say(r.Register.Notified, "", w.t("; 1 is gemeld", "; 1 was notified"), w.t("; # zijn gemeld", "; # were notified")) + "."
}

// where names the department with most hits, or the service where departments are
// too small.
func (w words) where(r Report) string {
	for _, c := range r.ByDepartment {
		if len(r.ByDepartment) > 1 && !c.Total && c.Count > 0 {
			sentence := fmt.Sprintf(w.t("De meeste treffers waren bij %s (%s)", "Most hits were at %s (%s)"), w.cellName(c), w.count(c.Count))
			if moved := w.moved(c.Count, c.Before, r.Summary.Compared); moved != "" {
				sentence += ", " + moved
			}
			return sentence + "."
		}
	}
	if len(r.ByDestination) == 0 {
		return strings.Replace(w.sentenceQuiet, "#", w.count(r.Funnel.Inspected), 1)
	}
	most := r.ByDestination[0]
	sentence := fmt.Sprintf(w.sentenceMost, w.name(most), w.count(most.Count))
	if moved := w.moved(most.Count, most.Before, r.Summary.Compared); moved != "" {
		sentence += ", " + moved
	}
	return sentence + "."
}
