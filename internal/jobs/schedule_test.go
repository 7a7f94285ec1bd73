package jobs

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// In Europe the clock goes from 02:00 to 03:00 on 28 March 2027 and from 03:00 to
// 02:00 on 25 October 2026; in Chile from 24:00 to 01:00 on 5 September 2026; on
// Lord Howe Island by half an hour; Samoa had no 30 December 2011.
func TestWhenASchedulesRunsOnTheWallClock(t *testing.T) {
	tests := map[string]struct {
		schedule Schedule
		zone     string
		after    string
		want     []string
	}{
		"Monday 07:00 over the clock change in autumn": {Weekly{time.Monday, 7, 0}, "Europe/Amsterdam", "2026-10-19T05:00:00Z",
			[]string{"2026-10-26T06:00:00Z", "2026-11-02T06:00:00Z"}},
		"Monday 07:00 over the clock change in spring": {Weekly{time.Monday, 7, 0}, "Europe/Amsterdam", "2027-03-22T05:59:59Z",
			[]string{"2027-03-22T06:00:00Z", "2027-03-29T05:00:00Z"}},
		"02:30 does not exist in spring: when the clock jumps": {Daily{2, 30}, "Europe/Amsterdam", "2027-03-27T00:00:00Z",
			[]string{"2027-03-27T01:30:00Z", "2027-03-28T01:00:00Z", "2027-03-29T00:30:00Z"}},
		"02:30 comes twice in autumn: the first time": {Daily{2, 30}, "Europe/Amsterdam", "2026-10-24T00:00:00Z",
			[]string{"2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"}},
		"between the two times of 02:30 it is over for that day": {Daily{2, 30}, "Europe/Amsterdam", "2026-10-25T01:00:00Z",
			[]string{"2026-10-26T01:30:00Z"}},
		"02:00 exists once in autumn, at the second pass it is over": {Daily{2, 0}, "Europe/Amsterdam", "2026-10-24T22:00:00Z",
			[]string{"2026-10-25T00:00:00Z", "2026-10-26T01:00:00Z"}},
		"03:00 exists in spring": {Daily{3, 0}, "Europe/Amsterdam", "2027-03-27T12:00:00Z",
			[]string{"2027-03-28T01:00:00Z", "2027-03-29T01:00:00Z"}},
		"midnight does not exist in Chile": {Daily{0, 0}, "America/Santiago", "2026-09-05T12:00:00Z",
			[]string{"2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z"}},
		"a clock that jumps half an hour": {Daily{2, 15}, "Australia/Lord_Howe", "2026-10-03T00:00:00Z",
			[]string{"2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z"}},
		"a day that does not exist": {Daily{9, 0}, "Pacific/Apia", "2011-12-28T20:00:00Z",
			[]string{"2011-12-29T19:00:00Z", "2011-12-30T10:00:00Z", "2011-12-30T19:00:00Z"}},
		"a period does not follow the wall clock": {Every(6 * time.Hour), "Europe/Amsterdam", "2026-10-24T23:00:00Z",
			[]string{"2026-10-25T00:00:00Z", "2026-10-25T06:00:00Z", "2026-10-25T12:00:00Z"}},
		"a period begins at its own multiples": {Every(30 * time.Second), "UTC", "2026-10-24T23:00:07.5Z",
			[]string{"2026-10-24T23:00:30Z", "2026-10-24T23:01:00Z"}},
		"29 February": {Daily{7, 0}, "Europe/Amsterdam", "2028-02-28T07:00:00Z",
			[]string{"2028-02-29T06:00:00Z", "2028-03-01T06:00:00Z"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, tt.after)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for range tt.want {
				at = tt.schedule.Next(at, zone(t, tt.zone))
				got = append(got, at.UTC().Format(time.RFC3339))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestADailyRunComesOnceEachDayInEveryZone(t *testing.T) {
	zones := []*time.Location{
		zone(t, "Europe/Amsterdam"), zone(t, "America/St_Johns"), zone(t, "Asia/Tehran"), zone(t, "Africa/Casablanca"),
		zone(t, "Australia/Lord_Howe"), zone(t, "America/Santiago"), zone(t, "Pacific/Chatham"), time.UTC,
	}
	rapid.Check(t, func(t *rapid.T) {
		loc := rapid.SampledFrom(zones).Draw(t, "zone")
		d := Daily{rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute")}
		at := time.Unix(rapid.Int64Range(1_600_000_000, 2_000_000_000).Draw(t, "after"), 0)
		before := d.Next(at, loc)
		if !before.After(at) {
			t.Fatalf("%v is not after %v", before, at)
		}
		if between := d.Next(before.Add(-time.Second), loc); !between.Equal(before) {
			t.Fatalf("seen from just before, %v is %v", before, between)
		}
		for range 40 {
			next := d.Next(before, loc)
			y, m, day := before.In(loc).Date()
			if y2, m2, day2 := next.In(loc).Date(); !time.Date(y, m, day+1, 0, 0, 0, 0, time.UTC).Equal(time.Date(y2, m2, day2, 0, 0, 0, 0, time.UTC)) {
				t.Fatalf("after %v comes %v", before.In(loc), next.In(loc))
			}
			before = next
		}
	})
}

func TestBackoffGrowsUpToAQuarterOfAnHour(t *testing.T) {
	var got []time.Duration
	for _, failures := range []int{1, 2, 3, 6, 7, 1000} {
		got = append(got, Backoff(failures))
	}
	want := []time.Duration{15 * time.Second, 30 * time.Second, time.Minute, 8 * time.Minute, 15 * time.Minute, 15 * time.Minute}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
