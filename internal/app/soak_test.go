//go:build soak

package app

import (
	options "flag"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"testing"
	"time"

	"dijkwacht/internal/testenv"
)

var soakTime = options.Duration("soak", 20*time.Minute, "how long to keep the fleet at work")

const (
	soakLaps    = 10 // short of the life of a token, in which the devices take new ones
	soakDevices = 16
	// residentBar is 150 MB under load; the first laps fill pools and caches.
	residentBar = 150 << 10
	warmLaps    = 3
)

func TestAFleetThatWorksForLongNeitherGrowsNorLosesAnything(t *testing.T) {
	f := startFleet(t, 2)
	var members []*member
	for n := range soakDevices {
		members = append(members, f.enrol(n%len(f.addresses)))
	}
	acked := map[string]string{}
	warm := make([]use, len(f.programs))
	for lap := range soakLaps {
		l := f.load(members...)
		time.Sleep(*soakTime / soakLaps)
		l.end()
		if len(l.wrong) > 0 {
			t.Fatalf("lap %d: %d wrong answers, such as %s", lap, len(l.wrong), l.wrong[0])
		}
		for id, decision := range l.acked {
			acked[id] = decision
		}
		for i, p := range f.programs {
			now := useOf(t, p)
			t.Logf("lap %d, server %d: %.0f prompts/s, %d MB resident, %d open files, %d threads", lap, i,
				float64(l.answered())/(*soakTime/soakLaps).Seconds(), now.residentKB>>10, now.files, now.threads)
			if now.residentKB > residentBar {
				t.Errorf("server %d has %d MB resident", i, now.residentKB>>10)
			}
			if lap < warmLaps {
				warm[i] = warm[i].most(now)
			} else if now.residentKB > warm[i].residentKB*5/4 || now.files > warm[i].files+20 || now.threads > warm[i].threads+20 {
				t.Errorf("server %d grows: %+v after the first laps, %+v now", i, warm[i], now)
			}
		}
	}
	stored := f.outcomes()
	for id, decision := range acked {
		if _, found := stored[decision]; !found {
			t.Errorf("the decision on %s was given and is not in the register", id)
		}
	}
}

// use is what a process holds.
type use struct{ residentKB, files, threads int }

func (u use) most(v use) use {
	return use{max(u.residentKB, v.residentKB), max(u.files, v.files), max(u.threads, v.threads)}
}

func useOf(t *testing.T, p *testenv.Program) use {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.PID()))
	if err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", p.PID()))
	if err != nil {
		t.Fatal(err)
	}
	number := func(name string) int {
		found := regexp.MustCompile(name + `:\s+(\d+)`).FindSubmatch(status)
		if found == nil {
			t.Fatalf("the system does not tell %s", name)
		}
		n, _ := strconv.Atoi(string(found[1]))
		return n
	}
	return use{number("VmRSS"), len(files), number("Threads")}
}
