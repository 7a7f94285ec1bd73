package ident

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// plan imports a file into departments "a" (with "b" below it) and "c".
func plan(t *testing.T, file string) (DepartmentChange, ImportReport) {
	t.Helper()
	s := NewPeople(nil, func() time.Time { return time.UnixMilli(1) }, rand.Reader)
	tree := NewTree([]Department{
		{OrgID: "o", ID: "dep_a", Code: "a", Name: "A", ActivePeople: 1, Rev: 1}, {OrgID: "o", ID: "dep_b", ParentID: "dep_a", Code: "b", Name: "B", Rev: 1},
		{OrgID: "o", ID: "dep_c", Code: "c", Name: "C", Rev: 1},
	})
	rows, problems := readDepartments([]byte(file))
	report := ImportReport{Problems: problems}
	change, err := s.planImport("o", tree, rows, &report)
	if err != nil {
		t.Fatal(err)
	}
	return change, report
}

func TestAnImportAddsAndChangesWhatItNames(t *testing.T) {
	file := "\ufeffAfkorting;Naam;Valt onder;Medewerkers\r\nnieuw;\"Spoed; \"\"eerste\"\" hulp\";onder;12\r\nonder;Onder;a;0\r\na;A;;1\r\nc;C twee;b;7\r\n"
	change, report := plan(t, file)
	if diff := cmp.Diff(ImportReport{Added: 2, Updated: 1, Unchanged: 1}, report); diff != "" {
		t.Fatal(diff)
	}
	fresh, below := change.Add[0], change.Add[1]
	if fresh.Name != `Spoed; "eerste" hulp` || fresh.ActivePeople != 12 || fresh.ParentID != below.ID || below.ParentID != "dep_a" || fresh.OrgID != "o" || fresh.Rev != 1 {
		t.Errorf("got %+v", change.Add)
	}
	if diff := cmp.Diff([]Department{{OrgID: "o", ID: "dep_c", ParentID: "dep_b", Code: "c", Name: "C twee", ActivePeople: 7, Rev: 2}}, change.Update); diff != "" {
		t.Error(diff)
	}
}

func TestAnImportWithoutParentsMovesNothing(t *testing.T) {
	change, report := plan(t, "code,name,people\nb,Bee,3\n")
	if len(report.Problems) > 0 || len(change.Update) != 1 || change.Update[0].ParentID != "dep_a" {
		t.Errorf("got %+v, %+v", change, report)
	}
}

func TestProblemsOfAnImportNameLineAndColumn(t *testing.T) {
	const head = "code,name,parent,people\n"
	for name, tt := range map[string]struct {
		file string
		want []ImportProblem
	}{
		"nothing":                            {"", []ImportProblem{{1, "", "header"}}},
		"no header":                          {"seh,Spoed,,3\n", []ImportProblem{{1, "", "header"}}},
		"a column twice":                     {"code,name,people,name\n", []ImportProblem{{1, "", "header"}}},
		"bytes that are not UTF-8":           {head + "a,A,,1\nb,caf\xe9,,1\n", []ImportProblem{{3, "", "encoding"}}},
		"a record of three fields":           {head + "a,A,1\n", []ImportProblem{{2, "", "fields"}}},
		"a broken quote":                     {head + "a,A,,1\nb,\"B,,1\n", []ImportProblem{{3, "", "quotes"}}},
		"a quote in a field":                 {head + "a,A\"A,,1\n", []ImportProblem{{2, "", "quotes"}}},
		"no name and no number":              {head + "x,,,\n", []ImportProblem{{2, "active_people", "required"}, {2, "name", "required"}}},
		"a number that is none":              {head + "x,X,,twaalf\ny,Y,,-1\n", []ImportProblem{{2, "active_people", "format"}, {3, "active_people", "range"}}},
		"a code twice":                       {head + "x,X,,1\nx,Y,,1\n", []ImportProblem{{3, "code", "taken"}}},
		"a parent that is not":               {head + "x,X,zzz,1\n", []ImportProblem{{2, "parent", "unknown"}}},
		"a department below itself":          {head + "a,A,b,1\nb,B,a,1\n", []ImportProblem{{2, "parent", "range"}, {3, "parent", "range"}}},
		"a name over two lines counts lines": {head + "x,\"X\nY\",,1\nz,Z,,een\n", []ImportProblem{{4, "active_people", "format"}}},
		"control characters":                 {head + "x,\"X\u202eY\",,1\n", []ImportProblem{{2, "name", "format"}}},
		"too deep":                           {head + "1,x,,1\n2,x,1,1\n3,x,2,1\n4,x,3,1\n5,x,4,1\n6,x,5,1\n7,x,6,1\n8,x,7,1\n9,x,8,1\n", []ImportProblem{{10, "parent", "range"}}},
		"a tree moved too deep":              {head + "1,x,,1\n2,x,1,1\n3,x,2,1\n4,x,3,1\n5,x,4,1\n6,x,5,1\n7,x,6,1\na,A,7,1\n", []ImportProblem{{9, "parent", "range"}}},
	} {
		t.Run(name, func(t *testing.T) {
			_, report := plan(t, tt.file)
			if diff := cmp.Diff(tt.want, report.Problems); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnImportHasRoomForAWholeOrganisationAndNoMore(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("code,name,people\n")
	for i := range MaxDepartments + 1 {
		b.WriteString(strings.Repeat("x", i%20+1) + strings.Repeat("y", i/20%20) + strings.Repeat("z", i/400) + ",n,1\n")
	}
	if _, report := plan(t, b.String()); len(report.Problems) == 0 || report.Problems[len(report.Problems)-1].Code != "too_many" {
		t.Errorf("got %d problems", len(report.Problems))
	}
}
