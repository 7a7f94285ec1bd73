package sqlstore

import (
	"math/bits"
	"strconv"

	"dijkwacht/internal/register"
)

// typeBits are the types of findings in the order of the bits by which columns hold
// sets of them. What is stored goes by it: a new type comes at the end, and none is
// ever taken out.
var typeBits = [...]string{
	"person_name", "date_of_birth", "age", "bsn", "patient_number", "insurance_number", "agb_code", "big_number", "uzi_number", "passport", "id_card", "driving_licence", "licence_plate", "other",
	"address", "postcode", "city", "phone", "email", "url", "ip_address", "iban", "credit_card", "vat_number", "kvk_number",
	"diagnosis", "medication", "lab_value", "treatment", "mental_health", "secret_api_key", "secret_password", "secret_private_key", "date", "organisation", "hospital",
}

// typeSet is a set of types as a column holds it.
type typeSet int64

// setOfTypes holds the named types; names that are none are left out.
func setOfTypes(names []string) (s typeSet) {
	for bit, name := range typeBits {
		for _, one := range names {
			if one == name {
				s |= 1 << bit
			}
		}
	}
	return s
}

// setOfCounts holds the types that were found.
func setOfCounts(found []register.TypeCount) typeSet {
	names := make([]string, len(found))
	for i, f := range found {
		names[i] = f.Type
	}
	return setOfTypes(names)
}

// add counts n for each type of the set.
func (s typeSet) add(counts map[string]int64, n int64) {
	for rest := uint64(s); rest != 0; rest &= rest - 1 {
		if bit := bits.TrailingZeros64(rest); bit < len(typeBits) {
			counts[typeBits[bit]] += n
		}
	}
}

// readTypeSet reads a set from packed sums.
func readTypeSet(stored string) (typeSet, bool) {
	n, err := strconv.ParseInt(stored, 10, 64)
	return typeSet(n), err == nil
}

// addTypes counts n for each type of a set from packed sums.
func addTypes(counts map[string]int64, stored string, n int64) {
	if set, ok := readTypeSet(stored); ok {
		set.add(counts, n)
	}
}

// testOfTypes tests whether a set from packed sums has one of the types; nil where
// none are asked for.
func testOfTypes(names []string) func(stored string) bool {
	if len(names) == 0 {
		return nil
	}
	wanted := setOfTypes(names)
	return func(stored string) bool {
		set, ok := readTypeSet(stored)
		return ok && set&wanted != 0
	}
}

// types adds the condition that the column holds one of the types; none stands for
// all.
func (w *where) types(column string, names []string) {
	if len(names) > 0 {
		w.clauses = append(w.clauses, "("+column+" & CAST("+w.arg(int64(setOfTypes(names)))+" AS BIGINT)) <> 0")
	}
}
