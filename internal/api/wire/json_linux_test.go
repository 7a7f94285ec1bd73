package wire

import (
	"encoding/json"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// encoding/json fills a map of the same members beside it, and both have only the time
// counted that the processor worked for this thread: what else the machine has to do does
// not make a difference. Comparing each name with those before takes 500 times as long.
func TestAnObjectOfManyMembersTakesNoQuadraticTime(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	body := membersBody(80_000)
	took := func(read func() error) time.Duration {
		runtime.GC()
		start := threadTime(t)
		if err := read(); err != nil {
			t.Fatal(err)
		}
		return threadTime(t) - start
	}
	own := func() error { _, err := Parse(body); return err }
	std := func() error { var into map[string]json.RawMessage; return json.Unmarshal(body, &into) }
	ownBest, stdBest := took(own), took(std)
	for range 9 {
		ownBest, stdBest = min(ownBest, took(own)), min(stdBest, took(std))
	}
	if ratio := float64(ownBest) / float64(stdBest); ratio > 2.5 {
		t.Errorf("it took %.1f times as long as encoding/json does", ratio)
	}
}

func threadTime(t *testing.T) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_THREAD, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func membersBody(n int) []byte {
	var b strings.Builder
	b.WriteString(`{"x":1`)
	for i := range n {
		b.WriteString(`,"` + strconv.Itoa(i) + `":0`)
	}
	b.WriteString("}")
	return []byte(b.String())
}
