package sqlstore

import (
	"slices"
	"strings"

	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casework"
)

// ruleBar stands before, between and after the ids of rules in a column with a set of
// them. No id has it.
const ruleBar = "|"

// setOfHits is the set of the rules that matched, as a column holds it: in the order
// of their ids, each once; "" for none.
func setOfHits(hits []register.RuleHit) string {
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) == 0 {
		return ""
	}
	return ruleBar + strings.Join(ids, ruleBar) + ruleBar
}

// addRules counts n for each rule of a set.
func addRules(counts map[string]int64, stored string, n int64) {
	for id := range strings.SplitSeq(strings.Trim(stored, ruleBar), ruleBar) {
		if id != "" {
			counts[id] += n
		}
	}
}

// eventRowWhere adds the conditions on events e of which counters know nothing.
func eventRowWhere(w *where, f casework.EventFilter) {
	w.types("e.types", f.Types)
	if len(f.Browsers) > 0 {
		of := where{clauses: []string{"org_id = $1"}, args: w.args}
		of.in("browser", f.Browsers)
		w.args = of.args
		w.clauses = append(w.clauses, "e.device_id IN (SELECT id FROM devices WHERE "+of.text()+")")
	}
	if len(f.Rules) == 0 {
		return
	}
	any := make([]string, len(f.Rules))
	for i, id := range f.Rules {
		any[i] = "e.rules LIKE " + w.arg("%"+ruleBar+likeEscapes.Replace(id)+ruleBar+"%") + ` ESCAPE '\'`
	}
	w.clauses = append(w.clauses, "("+strings.Join(any, " OR ")+")")
}

// likeEscapes are for the characters that LIKE does not take as they are.
var likeEscapes = strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`)
