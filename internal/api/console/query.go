package console

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"dijkwacht/internal/fault"
)

// onlyQuery refuses parameters that the route does not know, so that a mistyped
// filter never shows everything. The name is not repeated: it may be anything.
func onlyQuery(k call, names ...string) error {
	for name := range k.Request.URL.Query() {
		if !slices.Contains(names, name) {
			return fault.E(fault.RequestInvalid, fault.Field{Pointer: "?", Code: "unknown"})
		}
	}
	return nil
}

// queryBinding is what a cursor is bound to: the organisation and the filters.
func queryBinding(k call) []string {
	binding := []string{k.who.OrgID}
	query := k.Request.URL.Query()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if name != "cursor" && name != "limit" {
			binding = append(append(binding, name), query[name]...)
		}
	}
	return binding
}

// queryTime reads a point in time; the zero time when it is missing.
func queryTime(k call, name string) (time.Time, error) {
	q := k.Query(name)
	if q == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, q)
	if err != nil || t.Year() < 1970 || t.Year() > 9999 {
		return time.Time{}, badQuery(name, "format")
	}
	return t, nil
}

// querySeq reads the number of an entry; 0 when it is missing.
func querySeq(k call, name string) (int64, error) {
	q := k.Query(name)
	if q == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(q, 10, 64)
	if err != nil || n < 1 || n > 1<<53 {
		return 0, badQuery(name, "range")
	}
	return n, nil
}
