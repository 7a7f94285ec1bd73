package report

import (
	"cmp"
	"maps"
	"slices"
)

// MinCell and DefaultCell bound the smallest group about which a report says
// anything: nobody can be told apart in a group of so many people.
const (
	MinCell     = 5
	DefaultCell = 10
)

// Unit is a department with the people who work there; those of departments below
// are not in it.
type Unit struct {
	ID, Parent, Name string
	People           int
}

// Cell is a group of departments that is counted as one.
type Cell struct {
	// ID is that of its only department; else that of the department under which
	// its departments come together, "" for the organisation, with a star.
	ID string `json:"id"`
	// Under is that department.
	Under  string   `json:"under"`
	Units  []string `json:"units"`
	People int      `json:"people"`
}

// Partition divides an organisation into cells of at least K people. Each department
// is in exactly one cell, so that no subtraction of published numbers tells of
// fewer. It is empty when the organisation has fewer than K people.
type Partition struct {
	K     int    `json:"k"`
	Cells []Cell `json:"cells"`
}

// Divide makes the partition from the bottom up: under each department the groups
// that are too small are joined, with the smallest other group when they are still
// too small together; what then stays too small goes up.
func Divide(units []Unit, k int) Partition {
	k = max(k, MinCell)
	below := map[string][]Unit{}
	known := map[string]bool{}
	for _, u := range units {
		known[u.ID] = true
	}
	for _, u := range units {
		parent := u.Parent
		if !known[parent] || parent == u.ID {
			parent = ""
		}
		if u.ID != "" {
			below[parent] = append(below[parent], u)
		}
	}
	d := divider{k, below}
	var own []Cell
	if i := slices.IndexFunc(units, func(u Unit) bool { return u.ID == "" }); i >= 0 {
		own = []Cell{{ID: "", Units: []string{""}, People: units[i].People}}
	}
	cells := d.join("", slices.Concat(own, d.under("")))
	if len(cells) == 1 && cells[0].People < k {
		cells = nil
	}
	slices.SortFunc(cells, func(a, b Cell) int { return cmp.Compare(a.ID, b.ID) })
	return Partition{K: k, Cells: cells}
}

type divider struct {
	k     int
	below map[string][]Unit
}

// under are the cells of what is below a department.
func (d divider) under(id string) []Cell {
	var cells []Cell
	for _, u := range d.below[id] {
		cells = append(cells, d.join(u.ID, append([]Cell{{ID: u.ID, Under: id, Units: []string{u.ID}, People: u.People}}, d.under(u.ID)...))...)
	}
	return cells
}

// join makes groups that are large enough of those that come together in a
// department.
func (d divider) join(id string, groups []Cell) []Cell {
	slices.SortStableFunc(groups, func(a, b Cell) int {
		return cmp.Or(cmp.Compare(a.People, b.People), cmp.Compare(a.ID, b.ID))
	})
	rest := 0
	together := Cell{ID: id + "*", Under: id}
	for ; rest < len(groups) && (groups[rest].People < d.k || rest > 0 && together.People < d.k); rest++ {
		if g := groups[rest]; g.People > 0 && together.People == 0 {
			together.ID, together.Under = g.ID, g.Under // what nobody works in changes no name
		} else if g.People > 0 {
			together.ID, together.Under = id+"*", id
		}
		together.Units = append(together.Units, groups[rest].Units...)
		together.People += groups[rest].People
	}
	if rest < 2 {
		return groups // none too small, or only one: that goes up
	}
	slices.Sort(together.Units)
	return append([]Cell{together}, groups[rest:]...)
}

// Hold keeps the partition as it was frozen, for the people of a later week: cells
// are only ever joined, never split, so that two weeks cannot be subtracted.
// Departments that are new count with the one above them.
func (p Partition) Hold(units []Unit) Partition {
	if len(p.Cells) == 0 {
		return p
	}
	people := map[string]int{}
	parent := map[string]string{}
	for _, u := range units {
		people[u.ID], parent[u.ID] = u.People, u.Parent
	}
	held := Partition{K: p.K, Cells: slices.Clone(p.Cells)}
	for i := range held.Cells {
		held.Cells[i].Units = slices.Clone(held.Cells[i].Units)
	}
	for _, u := range units {
		if held.find(u.ID) < 0 {
			i := held.home(u.ID, parent)
			held.Cells[i].Units = append(held.Cells[i].Units, u.ID)
		}
	}
	for i := range held.Cells {
		held.Cells[i].People = 0
		for _, unit := range held.Cells[i].Units {
			held.Cells[i].People += people[unit]
		}
	}
	return held.coarsen()
}

// coarsen joins the smallest cell that fell below K with the next smallest under the
// same department, or else anywhere, until none is below.
func (p Partition) coarsen() Partition {
	for {
		slices.SortStableFunc(p.Cells, func(a, b Cell) int { return cmp.Or(cmp.Compare(a.People, b.People), cmp.Compare(a.ID, b.ID)) })
		if len(p.Cells) == 0 || p.Cells[0].People >= p.K {
			slices.SortFunc(p.Cells, func(a, b Cell) int { return cmp.Compare(a.ID, b.ID) })
			return p
		}
		if len(p.Cells) == 1 {
			return Partition{K: p.K}
		}
		with := 1 + slices.IndexFunc(p.Cells[1:], func(c Cell) bool { return c.Under == p.Cells[0].Under })
		under := p.Cells[0].Under
		if with == 0 {
			with, under = 1, ""
		}
		joined := Cell{ID: under + "*", Under: under, People: p.Cells[0].People + p.Cells[with].People, Units: slices.Concat(p.Cells[0].Units, p.Cells[with].Units)}
		slices.Sort(joined.Units)
		p.Cells = append(slices.Delete(p.Cells[1:], with-1, with), joined)
	}
}

func (p Partition) find(unit string) int {
	return slices.IndexFunc(p.Cells, func(c Cell) bool { return slices.Contains(c.Units, unit) })
}

// home is the cell where a department counts that the partition does not know: that
// of the nearest one above it, or the largest.
func (p Partition) home(unit string, parent map[string]string) int {
	for range len(parent) + 1 {
		if i := p.find(unit); i >= 0 {
			return i
		}
		above, known := parent[unit]
		if !known {
			break
		}
		unit = above
	}
	largest := 0
	for i, c := range p.Cells {
		if c.People > p.Cells[largest].People {
			largest = i
		}
	}
	return largest
}

// Of is the cell in which a department counts; false when nothing may be told of any.
func (p Partition) Of(unit string, units []Unit) (Cell, bool) {
	if len(p.Cells) == 0 {
		return Cell{}, false
	}
	parent := map[string]string{}
	for _, u := range units {
		parent[u.ID] = u.Parent
	}
	return p.Cells[p.home(unit, parent)], true
}

// workplaces is how many departments of the cell have people.
func (c Cell) workplaces(units []Unit) int {
	n := 0
	for _, u := range units {
		if u.People > 0 && slices.Contains(c.Units, u.ID) {
			n++
		}
	}
	return n
}

// Subtotals lists the departments that, with all below them, are exactly some of the
// cells, with the numbers of those cells: only of them a subtotal is published.
func (p Partition) Subtotals(units []Unit) map[string][]int {
	within := map[string]map[string]bool{}
	parent := map[string]string{}
	for _, u := range units {
		parent[u.ID] = u.Parent
	}
	for _, u := range units {
		for id, steps := u.ID, 0; id != "" && steps <= len(units); id, steps = parent[id], steps+1 {
			if within[id] == nil {
				within[id] = map[string]bool{}
			}
			within[id][u.ID] = true
		}
	}
	totals := map[string][]int{}
	for _, id := range slices.Sorted(maps.Keys(within)) {
		if cells := p.exactly(within[id]); len(cells) > 1 {
			totals[id] = cells
		}
	}
	return totals
}

// exactly lists the cells of which the set is the union; nil when it is none.
func (p Partition) exactly(set map[string]bool) []int {
	var cells []int
	covered := 0
	for i, c := range p.Cells {
		inside := 0
		for _, unit := range c.Units {
			if set[unit] {
				inside++
			}
		}
		switch {
		case inside == 0:
		case inside < len(c.Units):
			return nil
		default:
			cells, covered = append(cells, i), covered+inside
		}
	}
	if covered != len(set) {
		return nil
	}
	return cells
}
