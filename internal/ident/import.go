package ident

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxImport is the size of the largest file of departments, in bytes.
const MaxImport = 1 << 20

// ImportReport says what an import did, or would do.
type ImportReport struct {
	Added, Updated, Unchanged int
	// Problems are in the order of the file; when there is one, nothing changed.
	Problems []ImportProblem
}

// ImportProblem is a place in the file that cannot be used.
type ImportProblem struct {
	// Line counts from 1 and is where the record begins, or where a broken quote is.
	Line int `json:"line"`
	// Column is the name of the column in this program's words, "" for the record
	// as a whole.
	Column string `json:"column,omitempty"`
	// Code is one of "encoding", "header", "quotes", "fields", "required", "format",
	// "range", "taken", "unknown" and "too_many".
	Code string `json:"code"`
}

// importColumns are the columns of the file with the names by which each may be
// called.
var importColumns = []struct {
	name     string
	accepted []string
}{
	{"code", []string{"code", "afkorting"}},
	{"name", []string{"name", "naam", "afdeling"}},
	{"parent", []string{"parent", "parent_code", "valt_onder", "hoort_bij"}},
	{"active_people", []string{"active_people", "people", "medewerkers", "actieve_medewerkers"}},
}

// departmentRow is one record of the file.
type departmentRow struct {
	line               int
	code, name, parent string
	// moves is set when the file says where departments belong.
	moves  bool
	people int
}

// readDepartments reads a CSV file by RFC 4180, with commas or semicolons, whose
// first record names the columns. It goes on behind a bad record, to report all
// problems at once.
func readDepartments(file []byte) (rows []departmentRow, problems []ImportProblem) {
	file = bytes.TrimPrefix(file, []byte("\ufeff"))
	if line := notUTF8(file); line > 0 {
		return nil, []ImportProblem{{Line: line, Code: "encoding"}}
	}
	r := csv.NewReader(bytes.NewReader(file))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = separator(file), -1, true
	var places map[string]int
	for {
		record, err := r.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			if places == nil {
				problems = append(problems, ImportProblem{Line: 1, Code: "header"})
			}
			return rows, problems
		case errors.As(err, &broken):
			// Behind a broken quote no record is where it seems to be.
			return rows, append(problems, ImportProblem{Line: broken.Line, Code: "quotes"})
		}
		line, _ := r.FieldPos(0)
		if places == nil {
			if places = header(record); places == nil {
				return nil, []ImportProblem{{Line: line, Code: "header"}}
			}
			continue
		}
		if len(rows) >= MaxDepartments {
			return rows, append(problems, ImportProblem{Line: line, Code: "too_many"})
		}
		row, bad := readRow(record, places, line)
		rows, problems = append(rows, row), append(problems, bad...)
	}
}

// notUTF8 is the line with the first bad byte, 0 when there is none.
func notUTF8(file []byte) int {
	line := 0
	for text := range bytes.Lines(file) {
		line++
		if !utf8.Valid(text) {
			return line
		}
	}
	return 0
}

// separator is the one that the first line has more of.
func separator(file []byte) rune {
	first, _, _ := bytes.Cut(file, []byte("\n"))
	if bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		return ';'
	}
	return ','
}

// header finds the columns by their names; nil when one is missing or unknown. The
// parent column may be missing.
func header(record []string) map[string]int {
	places := map[string]int{}
	for i, field := range record {
		field = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(field)), " ", "_")
		found := false
		for _, c := range importColumns {
			if _, twice := places[c.name]; slices.Contains(c.accepted, field) && !twice {
				places[c.name], found = i, true
			}
		}
		if !found {
			return nil
		}
	}
	for _, name := range []string{"code", "name", "active_people"} {
		if _, ok := places[name]; !ok {
			return nil
		}
	}
	return places
}

func readRow(record []string, places map[string]int, line int) (departmentRow, []ImportProblem) {
	row := departmentRow{line: line}
	_, row.moves = places["parent"]
	if len(record) != len(places) {
		return row, []ImportProblem{{Line: line, Code: "fields"}}
	}
	var problems []ImportProblem
	field := func(column string, max int, required bool) string {
		i, ok := places[column]
		if !ok {
			return ""
		}
		clean := CleanName(record[i], max)
		switch {
		case clean == "" && strings.TrimSpace(record[i]) != "":
			problems = append(problems, ImportProblem{line, column, "format"})
		case clean == "" && required:
			problems = append(problems, ImportProblem{line, column, "required"})
		}
		return clean
	}
	row.code, row.name, row.parent = field("code", MaxCode, true), field("name", MaxName, true), field("parent", MaxCode, false)
	people := field("active_people", 9, true)
	n, err := strconv.Atoi(people)
	switch {
	case people != "" && err != nil:
		problems = append(problems, ImportProblem{line, "active_people", "format"})
	case n < 0 || n > MaxPeople:
		problems = append(problems, ImportProblem{line, "active_people", "range"})
	}
	row.people = n
	return row, problems
}

// errProblems ends a change that would write nothing because the file has problems.
var errProblems = errors.New("the file has problems")

// planImport works out what the rows make of the tree, and adds what does not fit
// to the report.
func (s *People) planImport(org string, t *Tree, rows []departmentRow, report *ImportReport) (DepartmentChange, error) {
	problem := func(row departmentRow, column, code string) {
		report.Problems = append(report.Problems, ImportProblem{row.line, column, code})
	}
	before := map[string]Department{}
	for _, d := range t.byID {
		if d.Code != "" {
			before[d.Code] = d
		}
	}
	next, err := s.named(org, before, rows, problem)
	if err != nil {
		return DepartmentChange{}, err
	}
	for _, row := range rows {
		d, ok := next[row.code]
		if !ok || !row.moves {
			continue
		}
		above, found := next[row.parent]
		if !found {
			above, found = before[row.parent]
		}
		if row.parent != "" && !found {
			problem(row, "parent", "unknown")
			continue
		}
		d.ParentID = above.ID
		next[row.code] = d
	}
	change := diff(before, next, rows, report)
	checkTree(t, change, rows, next, problem)
	slices.SortFunc(report.Problems, func(a, b ImportProblem) int {
		return cmp.Or(a.Line-b.Line, cmp.Compare(a.Column, b.Column), cmp.Compare(a.Code, b.Code))
	})
	report.Problems = slices.Compact(report.Problems)
	return change, nil
}

// named gives each row its department by the code: the one that there is, or a new
// one. Where it belongs is as it was.
func (s *People) named(org string, before map[string]Department, rows []departmentRow, problem func(departmentRow, string, string)) (map[string]Department, error) {
	next := map[string]Department{}
	for _, row := range rows {
		if row.code == "" {
			continue // reported
		}
		if _, twice := next[row.code]; twice {
			problem(row, "code", "taken")
			continue
		}
		d, known := before[row.code]
		if !known {
			id, err := NewID(PrefixDepartment, s.now(), s.random)
			if err != nil {
				return nil, err
			}
			d = Department{OrgID: org, ID: id, Code: row.code}
		}
		d.Name, d.ActivePeople = row.name, row.people
		next[row.code] = d
	}
	return next, nil
}

// diff sorts the rows into new, changed and unchanged.
func diff(before, next map[string]Department, rows []departmentRow, report *ImportReport) (c DepartmentChange) {
	done := map[string]bool{}
	for _, row := range rows {
		d, ok := next[row.code]
		if !ok || done[row.code] {
			continue
		}
		done[row.code] = true
		old, known := before[row.code]
		switch {
		case !known:
			d.Rev = 1
			c.Add = append(c.Add, d)
			report.Added++
		case old != d:
			d.Rev++
			c.Update = append(c.Update, d)
			report.Updated++
		default:
			report.Unchanged++
		}
	}
	return c
}

// checkTree looks at the tree as it would be: no circles, not too deep, not too
// large.
func checkTree(t *Tree, c DepartmentChange, rows []departmentRow, next map[string]Department, problem func(departmentRow, string, string)) {
	all := map[string]Department{}
	for id, d := range t.byID {
		all[id] = d
	}
	for _, d := range slices.Concat(c.Add, c.Update) {
		all[d.ID] = d
	}
	if len(all) > MaxDepartments && len(rows) > 0 {
		problem(rows[len(rows)-1], "", "too_many")
	}
	lines := map[string]departmentRow{}
	for _, row := range rows {
		lines[next[row.code].ID] = row
	}
	for _, d := range all {
		row, moved := departmentRow{}, false
		depth := 1
		for at := d; at.ParentID != "" && depth <= MaxDepth; at = all[at.ParentID] {
			if in, ok := lines[at.ID]; ok && !moved {
				row, moved = in, true
			}
			depth++
		}
		if depth > MaxDepth && moved {
			problem(row, "parent", "range")
		}
	}
}
