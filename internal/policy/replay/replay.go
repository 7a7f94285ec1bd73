package replay

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sync"
	"time"

	"dijkwacht/internal/policy"
)

// Vector is one stored inspection with at least one finding, or several equal ones.
type Vector struct {
	// Features are in the stored form of policy.Features.
	Features []byte
	// Department of the user, or "".
	Department string
	// Action is what was decided at the time.
	Action policy.Action
	// At is when; exceptions end. Allowed vectors know only the day.
	At time.Time
	// Number of inspections that this stands for, at least 1.
	Number int
}

// Change is how many inspections move from one action to another.
type Change struct {
	From  policy.Action `json:"from"`
	To    policy.Action `json:"to"`
	Count int           `json:"count"`
}

// RuleMatches is how often a rule would match, by its mode.
type RuleMatches struct {
	Rule  string      `json:"rule"`
	Mode  policy.Mode `json:"mode"`
	Count int         `json:"count"`
}

// DepartmentChanges are the changes of one department. Count and Changes are absent
// when the department had fewer inspections than the least that may be shown.
type DepartmentChanges struct {
	Department string   `json:"department_id"`
	Suppressed bool     `json:"suppressed,omitempty"`
	Count      int      `json:"count,omitempty"`
	Changes    []Change `json:"changes,omitempty"`
}

// Result is the outcome of a replay. Lists are sorted, so that equal input gives
// equal output.
type Result struct {
	// Events is the number of inspections replayed.
	Events int `json:"events"`
	// Changes holds only what moves; the rest stays as it was.
	Changes      []Change            `json:"changes"`
	ByRule       []RuleMatches       `json:"by_rule"`
	ByDepartment []DepartmentChanges `json:"by_department"`
}

// Changed is the number of inspections that get another action.
func (r Result) Changed() int {
	n := 0
	for _, c := range r.Changes {
		n += c.Count
	}
	return n
}

// ErrVector is the failure of a vector that cannot be read.
var ErrVector = errors.New("a stored feature vector cannot be read")

// batchSize is the number of vectors that a worker takes at once.
const batchSize = 512

// Run decides about each vector by p, as at the time of the vector. A department
// with fewer than least inspections is suppressed (20 section 4.4: small numbers
// point to persons). It uses all processors, and holds only counts. The error is
// the first of vectors, or ErrVector.
func Run(p *policy.Policy, vectors iter.Seq2[Vector, error], least int) (Result, error) {
	batches := make(chan []Vector)
	workers := make([]*tally, runtime.GOMAXPROCS(0))
	var wait sync.WaitGroup
	for i := range workers {
		workers[i] = newTally(p)
		wait.Go(func() { workers[i].work(batches) })
	}
	err := feed(vectors, batches)
	close(batches)
	wait.Wait()
	total := newTally(p)
	for _, w := range workers {
		err = errors.Join(err, w.failed)
		total.add(w)
	}
	if err != nil {
		return Result{}, fmt.Errorf("replay: %w", err)
	}
	return total.result(least), nil
}

func feed(vectors iter.Seq2[Vector, error], batches chan<- []Vector) error {
	batch := make([]Vector, 0, batchSize)
	for v, err := range vectors {
		if err != nil {
			return err
		}
		if batch = append(batch, v); len(batch) == batchSize {
			batches <- batch
			batch = make([]Vector, 0, batchSize)
		}
	}
	batches <- batch
	return nil
}

func sortedChanges(moves map[move]int) []Change {
	list := make([]Change, 0, len(moves))
	for m, n := range moves {
		list = append(list, Change{m.from, m.to, n})
	}
	slices.SortFunc(list, func(a, b Change) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return list
}
