package report

import (
	"cmp"
	"maps"
	"slices"
)

// compare lists what occurred this week, most first.
func compare(now, before map[string]int, names map[string]string) []Count {
	counts := make([]Count, 0, len(now))
	for id, n := range now {
		counts = append(counts, Count{ID: id, Name: names[id], Count: n, Before: before[id]})
	}
	slices.SortFunc(counts, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID))
	})
	return counts
}

// departments lists the cells, each with its count, and the subtotals of those
// departments that are exactly some of them.
func (h Head) departments(now, before map[int]CellTotals) []Count {
	names := map[string]string{}
	for _, u := range h.Units {
		names[u.ID] = u.Name
	}
	var counts []Count
	for i, c := range h.Partition.Cells {
		counts = append(counts, Count{ID: c.ID, Name: h.nameOf(c), Count: now[i].Hits, Before: before[i].Hits, People: c.People, Units: c.workplaces(h.Units)})
	}
	slices.SortStableFunc(counts, func(a, b Count) int { return cmp.Compare(b.Count, a.Count) })
	totals := h.Partition.Subtotals(h.Units)
	for _, id := range slices.Sorted(maps.Keys(totals)) {
		sum := Count{ID: id, Name: names[id], Total: true}
		for _, i := range totals[id] {
			sum.Count, sum.Before, sum.People = sum.Count+now[i].Hits, sum.Before+before[i].Hits, sum.People+h.Partition.Cells[i].People
		}
		counts = append(counts, sum)
	}
	return counts
}

// cellTotals are the totals with the departments of each cell.
func (h Head) cellTotals(now map[int]CellTotals) []CellTotals {
	var list []CellTotals
	for i, c := range h.Partition.Cells {
		t := now[i]
		t.Units = c.Units
		list = append(list, t)
	}
	return list
}
