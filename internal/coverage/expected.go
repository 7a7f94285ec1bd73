package coverage

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
)

// Expected is a workstation that should have the extension.
type Expected struct {
	Workstation  string
	DepartmentID string // "" for none
	AddedAt      time.Time
}

// MaxExpected bounds the list of an organisation.
const MaxExpected = 50_000

// maxProblems bounds what is told of one file: who made a file of something else needs no
// line for each of its records.
const maxProblems = 1000

// workstationForm is a host name with at least one letter: no room for a number of a
// person.
var workstationForm = regexp.MustCompile(`^[a-z0-9-]*[a-z][a-z0-9-]*$`)

// maxWorkstation is the length of a label of a host name (RFC 1035 section 2.3.4).
const maxWorkstation = 63

// Workstation is the name of a machine as it is kept: its first label in lower case.
// "" when s is no such name.
func Workstation(s string) string {
	name, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(s)), ".")
	if len(name) > maxWorkstation || !workstationForm.MatchString(name) {
		return ""
	}
	return name
}

// expectedColumns are the columns of the file with the names by which each may be
// called.
var expectedColumns = map[string][]string{
	"workstation": {"workstation", "werkplek", "hostname", "computer", "computernaam", "device", "name", "naam"},
	"department":  {"department", "afdeling", "department_code", "code"},
}

// ImportExpected replaces the list of workstations by that of a CSV file (RFC 4180,
// commas or semicolons, the first record names the columns). A dry run, and a file
// with problems, change nothing. Returns fault.PermissionDenied.
func (s *Service) ImportExpected(ctx context.Context, p ident.Principal, file []byte, dry bool) (report ident.ImportReport, removed int, err error) {
	const action = "expected_devices.imported"
	if err := s.Gate.Check(ctx, p, action, "", p.Require(ident.DevicesManage)); err != nil {
		return report, 0, err
	}
	departments, err := s.Store.Departments(ctx, p.OrgID)
	if err != nil {
		return report, 0, err
	}
	codes := map[string]string{"": ""}
	for _, d := range departments {
		if d.Code != "" {
			codes[d.Code] = d.ID
		}
	}
	now := s.Now()
	list, problems := readExpected(file, codes, now)
	err = s.Store.SetExpected(ctx, p.OrgID, func(old []Expected) ([]Expected, chain.Draft, error) {
		merged := merge(old, list)
		report, removed = compare(old, merged)
		report.Problems = problems
		if dry || len(problems) > 0 || report.Added+report.Updated+removed == 0 {
			return nil, chain.Draft{}, errNothing
		}
		counts := struct {
			Added, Updated, Unchanged, Removed int
		}{report.Added, report.Updated, report.Unchanged, removed}
		entry, err := p.Draft(action, "expected", 0, ident.OutcomeDone, counts, now)
		return merged, entry, err
	})
	if errors.Is(err, errNothing) {
		err = nil
	}
	return report, removed, err
}

// errNothing ends a change that writes nothing.
var errNothing = errors.New("nothing to write")

// merge keeps when a workstation was first expected.
func merge(old, list []Expected) []Expected {
	since := map[string]time.Time{}
	for _, e := range old {
		since[e.Workstation] = e.AddedAt
	}
	merged := slices.Clone(list)
	for i, e := range merged {
		if at, known := since[e.Workstation]; known {
			merged[i].AddedAt = at
		}
	}
	return merged
}

// compare counts what is new, changed, the same, and gone.
func compare(old, list []Expected) (r ident.ImportReport, removed int) {
	before := map[string]Expected{}
	for _, e := range old {
		before[e.Workstation] = e
	}
	for _, e := range list {
		was, known := before[e.Workstation]
		switch {
		case !known:
			r.Added++
		case was.DepartmentID != e.DepartmentID:
			r.Updated++
		default:
			r.Unchanged++
		}
		delete(before, e.Workstation)
	}
	return r, len(before)
}

// readExpected reads the file, and goes on behind a bad record to report all
// problems at once.
func readExpected(file []byte, codes map[string]string, now time.Time) (list []Expected, problems []ident.ImportProblem) {
	file = bytes.TrimPrefix(file, []byte("\ufeff"))
	if !utf8.Valid(file) {
		return nil, []ident.ImportProblem{{Line: 1, Code: "encoding"}}
	}
	r := csv.NewReader(bytes.NewReader(file))
	r.FieldsPerRecord, r.ReuseRecord = -1, true
	if first, _, _ := bytes.Cut(file, []byte("\n")); bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		r.Comma = ';'
	}
	var places map[string]int
	seen := map[string]bool{}
	for {
		record, err := r.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			if places == nil {
				problems = append(problems, ident.ImportProblem{Line: 1, Code: "header"})
			}
			return list, problems
		case errors.As(err, &broken):
			return list, append(problems, ident.ImportProblem{Line: broken.Line, Code: "quotes"})
		}
		line, _ := r.FieldPos(0)
		if places == nil {
			if places = expectedHeader(record); places == nil {
				return nil, []ident.ImportProblem{{Line: line, Code: "header"}}
			}
			continue
		}
		if len(list) >= MaxExpected || len(problems) >= maxProblems {
			return list, append(problems, ident.ImportProblem{Line: line, Code: "too_many"})
		}
		e, problem := expectedRow(record, places, codes, line)
		if problem == nil && seen[e.Workstation] {
			problem = &ident.ImportProblem{Line: line, Column: "workstation", Code: "taken"}
		}
		if problem != nil {
			problems = append(problems, *problem)
			continue
		}
		e.AddedAt, seen[e.Workstation] = now, true
		list = append(list, e)
	}
}

// expectedHeader finds the columns by their names; nil when one is unknown, or that
// of the workstation is missing.
func expectedHeader(record []string) map[string]int {
	places := map[string]int{}
	for i, field := range record {
		field = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(field)), " ", "_")
		found := false
		for name, accepted := range expectedColumns {
			if _, twice := places[name]; slices.Contains(accepted, field) && !twice {
				places[name], found = i, true
			}
		}
		if !found {
			return nil
		}
	}
	if _, there := places["workstation"]; !there {
		return nil
	}
	return places
}

func expectedRow(record []string, places map[string]int, codes map[string]string, line int) (Expected, *ident.ImportProblem) {
	if len(record) != len(places) {
		return Expected{}, &ident.ImportProblem{Line: line, Code: "fields"}
	}
	text := record[places["workstation"]]
	e := Expected{Workstation: Workstation(text)}
	switch {
	case strings.TrimSpace(text) == "":
		return e, &ident.ImportProblem{Line: line, Column: "workstation", Code: "required"}
	case e.Workstation == "":
		return e, &ident.ImportProblem{Line: line, Column: "workstation", Code: "format"}
	}
	if i, there := places["department"]; there {
		id, known := codes[strings.TrimSpace(record[i])]
		if !known {
			return e, &ident.ImportProblem{Line: line, Column: "department", Code: "unknown"}
		}
		e.DepartmentID = id
	}
	return e, nil
}

// Missing is an expected workstation and what became of it.
type Missing struct {
	Expected
	// Enrolled says that a device of that name is in service.
	Enrolled bool
}

// ListExpected lists the expected workstations by name, from the one after the given
// name on; only those that never enrolled where missing is set. Returns
// fault.PermissionDenied.
func (s *Service) ListExpected(ctx context.Context, p ident.Principal, missing bool, after string, limit int) ([]Missing, error) {
	if err := p.Require(ident.DevicesRead); err != nil {
		return nil, err
	}
	list, err := s.Store.Expected(ctx, p.OrgID)
	if err != nil {
		return nil, err
	}
	fleet, err := s.Store.Fleet(ctx, p.OrgID)
	if err != nil {
		return nil, err
	}
	there := enrolled(fleet)
	page := []Missing{}
	for _, e := range list {
		if e.Workstation > after && (!missing || !there[e.Workstation]) && len(page) < limit {
			page = append(page, Missing{e, there[e.Workstation]})
		}
	}
	return page, nil
}

func enrolled(fleet []Device) map[string]bool {
	there := map[string]bool{}
	for _, d := range fleet {
		if d.Workstation != "" {
			there[d.Workstation] = true
		}
	}
	return there
}
