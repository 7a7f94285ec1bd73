package lifecycle

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

const steps = 100_000

// walker tries random moves on a case that is never thrown away, and compares each
// with a model that knows the drawing of the design and nothing of the program.
type walker struct {
	t    *testing.T
	r    *rand.Rand
	now  time.Time
	c    Case
	took map[string]int
	// moves counts the transitions that were made, refused ones apart.
	moves int
}

// drawing is the map as the design draws it, for persons, written down apart from
// the program.
var drawing = map[Axis]map[string][]string{
	AxisState: {
		"detected": {"triaged"}, "triaged": {"prevented", "false_positive", "authorised", "confirmed_leak"},
		"prevented": {"closed"}, "false_positive": {"closed"}, "authorised": {"closed"},
		"confirmed_leak": {"assessed"}, "assessed": {"closed"}, "closed": {"triaged"},
	},
	AxisAP: {
		"none": {"drafting", "not_required"}, "drafting": {"not_required", "submitted_initial"},
		"submitted_initial": {"submitted_complete", "withdrawn"}, "submitted_complete": {"withdrawn"}, "not_required": {"drafting"},
	},
	AxisSubjects: {
		"undecided": {"not_required", "planned", "public_notice"}, "planned": {"informed", "public_notice"}, "not_required": {"planned"},
	},
}

func TestAHundredThousandRandomMovesKeepTheInvariants(t *testing.T) {
	w := &walker{t: t, r: rand.New(rand.NewPCG(1, 2)), now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), took: map[string]int{}}
	w.c = fresh()
	for w.moves < steps {
		w.now = w.now.Add(time.Duration(w.r.IntN(7200)) * time.Second)
		w.step()
		w.check()
	}
	for _, e := range edges {
		if name := string(e.axis) + " " + e.from + " " + e.to; w.took[name] == 0 && !e.system {
			t.Errorf("the walk never went %s", name)
		}
	}
	if w.took["closed by the system"] == 0 || w.took["settled"] == 0 {
		t.Errorf("the system never acted: %v", w.took)
	}
}

func fresh() Case {
	return Case{State: Detected, AP: APNotApplicable, Subjects: SubjectsNotApplicable}
}

func (w *walker) flip() bool { return w.r.IntN(3) > 0 }

func (w *walker) step() {
	before := w.c
	if !before.Touched && w.flip() {
		w.facts()
		w.system()
		return
	}
	switch w.r.IntN(24) {
	case 0, 5, 6:
		w.facts()
	case 1:
		w.system()
	case 2:
		w.c = w.c.Presume(w.now)
	case 3:
		at := w.now.Add(-time.Duration(w.r.IntN(1000)) * time.Hour)
		after, err := w.c.Amend(at, pick(w.r, "", "eerder gezien"))
		if err == nil && !after.AwareAt.Before(before.AwareAt) {
			w.t.Fatal("awareness was not moved earlier")
		}
		w.c = after
	case 4:
		if w.r.IntN(3) == 0 {
			w.c = fresh()
			return
		}
	default:
		w.person()
	}
	if !before.AwareAt.IsZero() && (w.c.AwareAt.IsZero() || w.c.AwareAt.After(before.AwareAt)) {
		w.t.Fatalf("awareness moved later: %+v to %+v", before, w.c)
	}
}

// facts changes what is known of the case.
func (w *walker) facts() {
	w.c.Assigned, w.c.Scored, w.c.MeasuresSet = w.flip(), w.flip(), w.flip()
	w.c.NothingLeft, w.c.Review, w.c.Awaiting = w.flip(), !w.flip(), !w.flip()
	w.c.Serious, w.c.Secret = !w.flip(), !w.flip()
}

func (w *walker) system() {
	before := w.c
	if w.flip() {
		w.c = w.c.Settle(pick(w.r, States...))
		if w.c.State != before.State {
			w.took["settled"]++
		}
	} else if after, ok := w.c.CloseBySystem(); ok {
		w.c = after
		w.took["closed by the system"]++
	}
	if w.c == before {
		return
	}
	if before.Touched || before.State != Detected && before.State != Prevented {
		w.t.Fatalf("the system moved what is a person's: %+v", before)
	}
	if w.c.State == Prevented && !before.NothingLeft || w.c.State == Closed && (before.State != Prevented || before.Review) {
		w.t.Fatalf("the system moved %+v to %s", before, w.c.State)
	}
}

func (w *walker) person() {
	before := w.c
	m := w.move()
	after, err := before.Apply(m, w.now)
	onMap := slices.Contains(drawing[m.Axis][before.Current(m.Axis)], m.To)
	if m.Axis != AxisState {
		onMap = onMap && (before.State == ConfirmedLeak || before.State == Assessed)
	}
	var illegal *IllegalError
	if errors.As(err, &illegal) == onMap {
		w.t.Fatalf("%s from %s to %s of %+v: %v", m.Axis, before.Current(m.Axis), m.To, before, err)
	}
	if err != nil {
		if after != before {
			w.t.Fatal("a refused move changed the case")
		}
		return
	}
	if after.Current(m.Axis) != m.To || !after.Touched {
		w.t.Fatalf("got %+v after %+v", after, m)
	}
	w.audit(before, m)
	w.took[string(m.Axis)+" "+before.Current(m.Axis)+" "+m.To]++
	w.c = after
	w.moves++
}

// audit checks what the design asks for before a move, in its own words.
func (w *walker) audit(c Case, m Move) {
	bad := m.Axis == AxisAP && m.To == "not_required" && (!m.Approved || len(m.Reason) < 40 || !c.Scored) ||
		m.To == "false_positive" && (c.Serious && !m.Approved || m.Code == "") ||
		m.To == "prevented" && !c.NothingLeft && m.Reason == "" ||
		m.To == "confirmed_leak" && m.AwareAt.After(w.now) ||
		m.To == "assessed" && !c.Scored ||
		c.State == Assessed && m.To == "closed" && !c.MeasuresSet ||
		c.State == Closed && m.Reason == "" ||
		(m.To == "submitted_initial" || m.To == "submitted_complete" || m.To == "withdrawn") && !m.Notified
	if bad {
		w.t.Fatalf("%+v was let through for %+v", m, c)
	}
}

func (w *walker) check() {
	c := w.c
	if c.State == Closed && (!c.AP.Terminal() || !c.Subjects.Terminal()) {
		w.t.Fatalf("closed while something is owed: %+v", c)
	}
	leak := c.State == ConfirmedLeak || c.State == Assessed
	if leak && (c.AwareAt.IsZero() || c.AP == APNotApplicable || c.Subjects == SubjectsNotApplicable) {
		w.t.Fatalf("a confirmed leak without duties: %+v", c)
	}
	if !c.Touched && (c.AP != APNotApplicable || c.Subjects != SubjectsNotApplicable) {
		w.t.Fatalf("duties without a person: %+v", c)
	}
}

func (w *walker) move() Move {
	m := Move{
		Axis: pick(w.r, AxisState, AxisState, AxisAP, AxisSubjects), Approved: w.flip(), Notified: w.flip(), Told: w.flip(),
		Reason:     pick(w.r, "", "kort", "Dit is een lange reden van meer dan veertig tekens."),
		Code:       pick(w.r, "", "fictief", "no_high_risk"),
		LegalBasis: pick(w.r, "", "overeenkomst"),
	}
	if w.r.IntN(2) == 0 {
		m.AwareAt = w.now.Add(time.Duration(w.r.IntN(200)-150) * time.Hour)
	}
	switch targets := drawing[m.Axis][w.c.Current(m.Axis)]; {
	case len(targets) > 0 && w.r.IntN(4) > 0:
		m.To = pick(w.r, targets...)
	case m.Axis == AxisAP:
		m.To = string(pick(w.r, APs...))
	case m.Axis == AxisSubjects:
		m.To = string(pick(w.r, AllSubjects...))
	default:
		m.To = string(pick(w.r, States...))
	}
	return m
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }
