package report_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/report"
)

// hospital is the tree of the worked example.
var hospital = []report.Unit{
	{"zorg", "", "Zorg", 0}, {"ic", "zorg", "IC", 42}, {"seh", "zorg", "SEH", 55}, {"ger", "zorg", "Geriatrie", 18},
	{"pal", "zorg", "Palliatief", 2}, {"pijn", "zorg", "Pijnpoli", 6},
	{"staf", "", "Staf", 0}, {"hr", "staf", "HR", 14}, {"jur", "staf", "Juridisch", 3}, {"rvb", "", "RvB", 4},
}

func TestSmallDepartmentsAreRolledUpAsInTheWorkedExample(t *testing.T) {
	p := report.Divide(hospital, 10)
	got := map[string]int{}
	for _, c := range p.Cells {
		got[c.ID] = c.People
	}
	if diff := cmp.Diff(map[string]int{"ic": 42, "seh": 55, "zorg*": 26, "*": 21}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"zorg"}, slices.Collect(maps.Keys(p.Subtotals(hospital)))); diff != "" {
		t.Error("subtotals:", diff)
	}
}

func TestNoGroupIsSmallerThanFive(t *testing.T) {
	for _, k := range []int{-1, 0, 1, 4} {
		if got := report.Divide(hospital, k).K; got != report.MinCell {
			t.Errorf("asked for %d, got %d", k, got)
		}
	}
	if report.MinCell != 5 || report.DefaultCell != 10 {
		t.Errorf("the bounds are %d and %d", report.MinCell, report.DefaultCell)
	}
}

func TestAnOrganisationThatIsTooSmallHasNoCells(t *testing.T) {
	p := report.Divide([]report.Unit{{"a", "", "A", 4}, {"b", "", "B", 5}}, 10)
	if _, told := p.Of("a", nil); told || len(p.Cells) > 0 {
		t.Errorf("got %v", p)
	}
}

func TestADepartmentThatLeavesAGroupTooSmallTakesItToAnother(t *testing.T) {
	p := report.Divide(hospital, 10)
	later := slices.Clone(hospital)
	later[1].People = 6 // IC shrank within the quarter
	got := map[string]int{}
	for _, c := range p.Hold(later).Cells {
		got[c.ID] = c.People
	}
	if diff := cmp.Diff(map[string]int{"zorg*": 32, "seh": 55, "*": 21}, got); diff != "" {
		t.Error(diff)
	}
}

func TestADepartmentOfThisWeekStaysInTheGroupThatWasFrozen(t *testing.T) {
	p := report.Divide(hospital, 10)
	later := slices.Clone(hospital)
	later[4].People = 30 // Palliatief would now count alone
	got := map[string]int{}
	for _, c := range p.Hold(later).Cells {
		got[c.ID] = c.People
	}
	if diff := cmp.Diff(map[string]int{"ic": 42, "seh": 55, "zorg*": 54, "*": 21}, got); diff != "" {
		t.Error(diff)
	}
}

// A report on a group is divided only as far as the group is large enough.
func TestASmallGroupIsDividedLess(t *testing.T) {
	for _, c := range []struct {
		people                   int
		told, divided, repeating bool
	}{
		{9, false, false, false}, {10, true, false, false}, {19, true, false, false},
		{20, true, true, false}, {29, true, true, false}, {30, true, true, true},
	} {
		t.Run(fmt.Sprint(c.people, " people"), func(t *testing.T) {
			head := fullHead(t)
			head.Units = []report.Unit{{"seh", "", "SEH", c.people}}
			head.Partition, head.Scope = report.Divide(head.Units, 10), "seh"
			r := build(t, sample(), head)
			if told := !r.Withheld; told != c.told {
				t.Fatalf("told is %t", told)
			}
			if divided := r.ByCategory != nil || r.ByDestination != nil || r.ByChannel != nil; divided != c.divided {
				t.Errorf("divided is %t", divided)
			}
			if repeating := r.Coaching != nil && r.Coaching.Persistent != nil; repeating != c.repeating {
				t.Errorf("persons who repeat are told: %t", repeating)
			}
		})
	}
}

// forest is a random organisation.
func forest(r *rand.Rand) []report.Unit {
	units := []report.Unit{{ID: "", People: r.IntN(8)}}
	for i := range 1 + r.IntN(25) {
		u := report.Unit{ID: fmt.Sprintf("d%02d", i), People: r.IntN(30)}
		if r.IntN(3) == 0 {
			u.People = r.IntN(4)
		}
		if i > 0 && r.IntN(3) > 0 {
			u.Parent = fmt.Sprintf("d%02d", r.IntN(i))
		}
		units = append(units, u)
	}
	return units
}

// sound checks that each unit is in one cell and no cell is too small.
func sound(t *testing.T, units []report.Unit, p report.Partition) {
	t.Helper()
	people, total := map[string]int{}, 0
	for _, u := range units {
		people[u.ID] = u.People
		total += u.People
	}
	if len(p.Cells) == 0 {
		if total >= p.K {
			t.Fatalf("%d people and no cell: %v", total, units)
		}
		return
	}
	seen := map[string]int{}
	for _, c := range p.Cells {
		n := 0
		for _, unit := range c.Units {
			seen[unit]++
			n += people[unit]
		}
		if n < p.K || n != c.People {
			t.Fatalf("a cell of %d people (said %d): %v of %v", n, c.People, c, units)
		}
	}
	for _, u := range units {
		if seen[u.ID] != 1 {
			t.Fatalf("%q is in %d cells of %v: %v", u.ID, seen[u.ID], p, units)
		}
	}
}

func TestEveryPersonIsInOneCellThatIsLargeEnough(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		units := forest(r)
		k := 5 + r.IntN(8)
		sound(t, units, report.Divide(units, k))
	}
}

// TestSubtractingThirteenWeeksFindsNobody takes everything that is published in a
// quarter, while people and departments come and go, as sets of departments, and
// looks at the smallest groups that any sum and difference of them can single out:
// the atoms of all these sets.
func TestSubtractingThirteenWeeksFindsNobody(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		units := forest(r)
		k := 10
		p := report.Divide(units, k)
		for week := range 13 {
			sets := published(p, units)
			for atom, people := range atoms(sets, units) {
				if people < k {
					t.Fatalf("week %d: the group %s has %d people in %v", week, atom, people, p)
				}
			}
			before := p
			for i := range units {
				if r.IntN(4) == 0 {
					units[i].People = max(0, units[i].People+r.IntN(7)-3)
				}
			}
			if r.IntN(5) == 0 {
				units = append(units, report.Unit{ID: fmt.Sprintf("n%02d", week), Parent: units[r.IntN(len(units))].ID, People: r.IntN(6)})
			}
			p = p.Hold(units)
			if len(p.Cells) > 0 {
				sound(t, units, p)
			}
			coarser(t, before, p)
		}
	}
}

// coarser checks that no cell of before was split, so that two weeks tell no more of
// a group than one does.
func coarser(t *testing.T, before, after report.Partition) {
	t.Helper()
	home := map[string]string{}
	for _, c := range after.Cells {
		for _, unit := range c.Units {
			home[unit] = c.ID + fmt.Sprint(c.Units)
		}
	}
	for _, c := range before.Cells {
		for _, unit := range c.Units {
			if home[unit] != home[c.Units[0]] {
				t.Fatalf("%v was split in %v", c, after)
			}
		}
	}
}

// published are the groups of which a report gives numbers: the cells, the
// subtotals and the whole.
func published(p report.Partition, units []report.Unit) []map[string]bool {
	var sets []map[string]bool
	set := func(cells ...int) map[string]bool {
		s := map[string]bool{}
		for _, i := range cells {
			for _, unit := range p.Cells[i].Units {
				s[unit] = true
			}
		}
		return s
	}
	whole := map[string]bool{}
	for i := range p.Cells {
		sets = append(sets, set(i))
	}
	for _, cells := range p.Subtotals(units) {
		sets = append(sets, set(cells...))
	}
	if len(p.Cells) > 0 {
		for _, u := range units {
			whole[u.ID] = true
		}
		sets = append(sets, whole)
	}
	return sets
}

func atoms(sets []map[string]bool, units []report.Unit) map[string]int {
	groups := map[string]int{}
	for _, u := range units {
		signature := ""
		for i, s := range sets {
			if s[u.ID] {
				signature += fmt.Sprint(i, " ")
			}
		}
		if signature != "" {
			groups[signature] += u.People
		}
	}
	return groups
}
