package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"dijkwacht/internal/detect/score"
)

func print(w io.Writer, cases []score.Case, predictions map[string]score.Prediction, list string, misses int) error {
	var train, unseen []score.Case
	for _, c := range cases {
		if c.Train() {
			train = append(train, c)
		} else {
			unseen = append(unseen, c)
		}
	}
	all := score.Measure(cases, predictions)
	halves := []half{
		{"all", cases, all}, {"train", train, score.Measure(train, predictions)}, {"unseen", unseen, score.Measure(unseen, predictions)},
	}
	printHeadlines(w, halves)
	printTypes(w, all.Strict)
	printVerdicts(w, "language", all.ByLang)
	printVerdicts(w, "kind", all.ByKind)
	printVerdicts(w, "size", score.Verdicts(cases, predictions, size))
	printSpeed(w, predictions)
	for _, h := range halves {
		if h.name == list {
			printMistakes(w, h, misses)
			return nil
		}
	}
	return errors.New("list the mistakes of all, train or unseen")
}

func size(c score.Case) string {
	if len(c.Text) >= 2_048 {
		return "2 KB and more"
	}
	return "less than 2 KB"
}

type half struct {
	name   string
	cases  []score.Case
	report score.Report
}

func printHeadlines(w io.Writer, halves []half) {
	t := table(w, "", "texts", "ident.R", "strict", "ident.P", "leak", "excess", "health.R", "health.P", "secret.R", "secret.P",
		"caught", "stopped", "alarm", "evasive")
	for _, h := range halves {
		r := h.report
		row(t, h.name, fmt.Sprint(len(h.cases)),
			share(r.Identity.Overall.Recall), share(r.Identity.Overall.Strict), share(r.Identity.Overall.Precision),
			share(r.Identity.Overall.LeakAlnum), share(r.Identity.Overall.Excess),
			share(r.Medical.Overall.Recall), share(r.Medical.Overall.Precision), share(r.Secret.Overall.Recall), share(r.Secret.Overall.Precision),
			share(r.Plain.Caught), share(r.Plain.Stopped), share(r.Plain.FalseAlarm), share(r.Evasive.Caught))
	}
	t.Flush()
}

// printTypes compares by the exact name of the type.
func printTypes(w io.Writer, r score.Result) {
	t := table(w, "type", "gold", "recall", "strict", "judged", "precision", "F1")
	for _, name := range slices.Sorted(maps.Keys(r.ByType)) {
		f := r.ByType[name]
		f1 := "-"
		if value, ok := f.F1(); ok {
			f1 = fmt.Sprintf("%.3f", value)
		}
		row(t, name, fmt.Sprint(f.Recall.Whole), share(f.Recall), share(f.Strict), fmt.Sprint(f.Precision.Whole), share(f.Precision), f1)
	}
	t.Flush()
}

func printVerdicts(w io.Writer, title string, by map[string]score.Verdict) {
	t := table(w, title, "violations", "caught", "stopped", "clean", "alarm")
	for _, name := range slices.Sorted(maps.Keys(by)) {
		v := by[name]
		row(t, name, fmt.Sprint(v.Caught.Whole), share(v.Caught), share(v.Stopped), fmt.Sprint(v.FalseAlarm.Whole), share(v.FalseAlarm))
	}
	t.Flush()
}

func printSpeed(w io.Writer, predictions map[string]score.Prediction) {
	var ms []float64
	for _, p := range predictions {
		ms = append(ms, p.MS)
	}
	if len(ms) == 0 {
		return
	}
	slices.Sort(ms)
	fmt.Fprintf(w, "\nms a text: p50 %.3f, p95 %.3f, max %.3f\n", ms[len(ms)/2], ms[(len(ms)-1)*95/100], ms[len(ms)-1])
}

// printMistakes lists the texts that were judged wrongly, then the texts with
// most wrong spans. The corpus is invented, so values may be shown.
func printMistakes(w io.Writer, h half, n int) {
	r := h.report
	fmt.Fprintf(w, "\nmistakes in: %s\n", h.name)
	missed, alarmed := slices.Concat(r.Plain.Missed, r.Evasive.Missed), slices.Concat(r.Plain.Alarmed, r.Evasive.Alarmed)
	fmt.Fprintf(w, "violations let pass (%d): %s\n", len(missed), strings.Join(first(missed, n), " "))
	fmt.Fprintf(w, "clean texts stopped (%d): %s\n", len(alarmed), strings.Join(first(alarmed, n), " "))
	printSpans(w, "identity missed", r.Identity.Missed, n)
	printSpans(w, "health missed", r.Medical.Missed, n)
	printSpans(w, "secrets missed", r.Secret.Missed, n)
	printSpans(w, "identity found wrongly", r.Identity.False, n)
	printSpans(w, "health found wrongly", r.Medical.False, n)
	printSpans(w, "secrets found wrongly", r.Secret.False, n)
}

// printSpans lists mistakes, those of the texts with most of them first.
func printSpans(w io.Writer, title string, mistakes []score.Mistake, n int) {
	fmt.Fprintf(w, "\n%s (%d)\n", title, len(mistakes))
	perText := map[string]int{}
	for _, m := range mistakes {
		perText[m.Case.ID]++
	}
	slices.SortStableFunc(mistakes, func(a, b score.Mistake) int {
		return cmp.Or(cmp.Compare(perText[b.Case.ID], perText[a.Case.ID]), cmp.Compare(a.Case.ID, b.Case.ID))
	})
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, m := range first(mistakes, n) {
		text := []rune(m.Case.Text)
		fmt.Fprintf(t, "  %s\t%s\t%s\t%q\n", m.Case.ID, m.Span.Type, m.Span.Rule, string(text[m.Span.Start:min(m.Span.End, len(text))]))
	}
	t.Flush()
}

func first[T any](list []T, n int) []T { return list[:min(n, len(list))] }

func table(w io.Writer, columns ...string) *tabwriter.Writer {
	fmt.Fprintln(w)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row(t, columns...)
	return t
}

func row(t *tabwriter.Writer, cells ...string) { fmt.Fprintln(t, strings.Join(cells, "\t")) }

func share(s score.Share) string {
	value, ok := s.Value()
	if !ok {
		return "-"
	}
	return fmt.Sprintf("%.3f", value)
}
