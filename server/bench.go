package main

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/source"
	"dijkwacht/rules"
)

type benchCmd struct {
	Time time.Duration `help:"How long to measure each size." default:"1s"`
}

// benchSizes in bytes. The last one gives the throughput.
var benchSizes = []int{200, 2_000, 20_000, 200_000, 1_000_000}

// Run prints the speed of detection on one core, beside that of a byte loop over
// the same texts in the same run: of all rules, and of word lists and patterns alone.
func (c *benchCmd) Run(p process) error {
	before := heap()
	start := time.Now()
	pack, err := source.LoadPack(rules.FS)
	if err != nil {
		return fmt.Errorf("load rules: %w", err)
	}
	detect.Scan(pack, benchText(1, 200))
	ready := time.Since(start)
	fmt.Fprintf(p.out, "ready in %.0f ms, detector %.1f MB\n", 1000*ready.Seconds(), float64(heap()-before)/1e6)
	table := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "rules\tbytes\tMB/s\tp50 ms\tp99 ms\tallocations\tbyte loop MB/s\tratio\t")
	row := func(name string, pack *rule.Pack, size int) {
		m := measure(pack, benchTexts(size), c.Time)
		fmt.Fprintf(table, "%s\t%d\t%.1f\t%.3f\t%.3f\t%.1f\t%.0f\t%.3f\t\n", name, size,
			m.speed, m.p50, m.p99, m.allocations, m.loop, m.speed/m.loop)
	}
	for _, size := range benchSizes {
		row("all", pack, size)
	}
	own, err := ownPack()
	if err != nil {
		return err
	}
	row("own", own, benchSizes[len(benchSizes)-1])
	return table.Flush()
}

// ownPack holds what an organisation may add, without the rules built in: words and
// patterns.
func ownPack() (*rule.Pack, error) {
	own := func(id string, m rule.Matcher, params rule.Params, positive string) rule.Rule {
		return rule.Rule{
			ID: id, Type: rule.Other, Label: rule.Label{NL: "EIGEN", EN: "OWN"}, Matcher: m, Params: params,
			Scores: rule.Scores{Bare: 0.9, Valid: 0.9}, Positives: []string{positive}, Negatives: []string{"niets"},
		}
	}
	pack, err := rule.Compile(rule.Source{Rules: []rule.Rule{
		own("own.words", rule.MatchWords, rule.Params{Words: []string{"project zeemeeuw", "nieuwe werkwijze", "rollator"}}, "«project zeemeeuw»"),
		own("own.number", rule.MatchPattern, rule.Params{Pattern: "Z#{6,8}"}, "«Z123456»"),
		own("own.code", rule.MatchPattern, rule.Params{Pattern: "@{2}-####"}, "«AB-1234»"),
	}})
	if err != nil {
		return nil, fmt.Errorf("compile own rules: %w", err)
	}
	return pack, nil
}

// measured are megabytes a second, milliseconds, and allocations a scan.
type measured struct{ speed, loop, p50, p99, allocations float64 }

// measure scans the texts in turn, and between them walks over the same bytes, so
// that both feel the same noise.
func measure(pack *rule.Pack, texts []string, long time.Duration) measured {
	for _, text := range texts {
		detect.Scan(pack, text)
	}
	var scans []time.Duration
	var scanned, looped time.Duration
	bytes := 0
	for end := time.Now().Add(long); time.Now().Before(end) || len(scans) < len(texts); {
		for _, text := range texts {
			took := timeScan(pack, text)
			scans = append(scans, took)
			scanned += took
			looped += timeLoop(text)
			bytes += len(text)
		}
	}
	slices.Sort(scans)
	ms := func(share float64) float64 {
		return 1000 * scans[int(math.Ceil(share*float64(len(scans))))-1].Seconds()
	}
	return measured{
		speed: float64(bytes) / 1e6 / scanned.Seconds(), loop: float64(bytes) / 1e6 / looped.Seconds(),
		p50: ms(0.5), p99: ms(0.99), allocations: allocations(pack, texts),
	}
}

func timeScan(pack *rule.Pack, text string) time.Duration {
	start := time.Now()
	result := detect.Scan(pack, text)
	took := time.Since(start)
	runtime.KeepAlive(result)
	return took
}

// timeLoop looks each byte up in a table: the least that a scanner can do. Short
// texts are walked over several times, because a clock reading takes as long.
func timeLoop(text string) time.Duration {
	times := max(1, 64<<10/len(text))
	sum := 0
	start := time.Now()
	for range times {
		for i := range len(text) {
			sum += int(byteTable[text[i]])
		}
	}
	took := time.Since(start)
	runtime.KeepAlive(sum)
	return max(took/time.Duration(times), 1)
}

// allocations a scan, on average.
func allocations(pack *rule.Pack, texts []string) float64 {
	const rounds = 2
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range rounds {
		for _, text := range texts {
			detect.Scan(pack, text)
		}
	}
	runtime.ReadMemStats(&after)
	return float64(after.Mallocs-before.Mallocs) / float64(rounds*len(texts))
}

var byteTable = func() (t [256]uint8) {
	for i := range t {
		t[i] = uint8(i % 7)
	}
	return t
}()

// heap is what live objects take after a collection.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
