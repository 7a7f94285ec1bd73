package report

import "dijkwacht/internal/register"

// The categories of data. A BSN counts apart from the other identifiers, because
// the law does (UAVG article 46).
const (
	categoryBSN       = "bsn"
	categoryIdentity  = "identity"
	categoryContact   = "contact"
	categoryFinancial = "financial"
	categoryHealth    = "health"
	categorySecret    = "secret"
)

var categories = []string{categoryBSN, categoryIdentity, categoryContact, categoryFinancial, categoryHealth, categorySecret}

// categoriesOf lists each category in the findings once. Context alone is none.
func categoriesOf(types []register.TypeCount) []string {
	var has []string
	for _, category := range categories {
		for _, t := range types {
			if category == categoryOf(t) {
				has = append(has, category)
				break
			}
		}
	}
	return has
}

func categoryOf(t register.TypeCount) string {
	if t.Type == categoryBSN {
		return categoryBSN
	}
	return t.Group
}
