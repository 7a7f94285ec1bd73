package detect

import "dijkwacht/internal/rule"

// Steps counts the work that one scan does.
func Steps(pack *rule.Pack, s string) int {
	sc := &scan{pack: pack}
	var r Result
	sc.run(s, &r)
	return sc.steps
}
