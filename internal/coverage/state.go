package coverage

import (
	"context"
	"time"

	"dijkwacht/internal/ident"
)

// State is how well a device is guarded.
type State string

// The states, from good to bad.
const (
	Guarded State = "guarded"
	Partly  State = "partly"
	Silent  State = "silent"
	Unknown State = "unknown" // it has not reported yet
)

// Reason is why a device is not, or not fully, guarded.
type Reason string

// The reasons.
const (
	NeverReported     Reason = "never_reported"
	SilentThreeDays   Reason = "silent_3d"
	ExtensionOutdated Reason = "extension_outdated"
	PolicyOutdated    Reason = "policy_outdated"
	SiteNotGuarded    Reason = "site_not_guarded"
	SentUninspected   Reason = "sent_uninspected"
	QueueStuck        Reason = "queue_stuck"
	ClockWrong        Reason = "clock_wrong"
)

const (
	silence = 72 * time.Hour
	week    = 7 * 24 * time.Hour
	// online is how recent the last heartbeat of a device in use is: one may be lost.
	online = 2*Interval + time.Minute
)

// Assessment is the state of a device and why.
type Assessment struct {
	State   State
	Reasons []Reason
}

// lastSeen is when the device was last heard of, as far as that is known: of the days
// on which it got a token only the day is kept.
func (d Device) lastSeen() time.Time {
	last := d.EnrolledAt
	if !d.SeenOn.IsZero() {
		last = later(last, d.SeenOn.Add(24*time.Hour))
	}
	if d.Last != nil {
		last = d.Last.At
	}
	return last
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// assess judges one device.
func (d Device) assess(active int, wanted string, now time.Time) Assessment {
	silent := now.Sub(d.lastSeen()) > silence
	if d.Last == nil {
		a := Assessment{Unknown, []Reason{NeverReported}}
		if silent {
			a = Assessment{Silent, append(a.Reasons, SilentThreeDays)}
		}
		return a
	}
	if silent {
		return Assessment{Silent, []Reason{SilentThreeDays}}
	}
	reasons := []Reason{}
	add := func(when bool, r Reason) {
		if when {
			reasons = append(reasons, r)
		}
	}
	h := *d.Last
	unguarded := false
	for _, site := range h.Sites {
		unguarded = unguarded || site.Canary == CanaryFail || site.Inspected < site.Observed
	}
	add(outdated(h.ExtensionVersion, wanted), ExtensionOutdated)
	add(h.PolicyVersion != active, PolicyOutdated)
	add(unguarded, SiteNotGuarded)
	add(h.Uninspected > 0, SentUninspected)
	add(h.Queue >= queueTooLong, QueueStuck)
	add(h.ClockSkew.Abs() > maxClockError, ClockWrong)
	if len(reasons) > 0 {
		return Assessment{Partly, reasons}
	}
	return Assessment{Guarded, reasons}
}

// Report is what the console shows of a device beside its enrolment.
type Report struct {
	Assessment
	Workstation      string
	ExtensionVersion string
	PolicyVersion    int // 0: not known
}

// Reports tells of all devices in service, by id. Returns fault.PermissionDenied.
func (s *Service) Reports(ctx context.Context, p ident.Principal) (map[string]Report, error) {
	if err := p.Require(ident.DevicesRead); err != nil {
		return nil, err
	}
	fleet, err := s.Store.Fleet(ctx, p.OrgID)
	if err != nil {
		return nil, err
	}
	releases, err := s.Store.Releases(ctx, p.OrgID)
	if err != nil {
		return nil, err
	}
	now, reports := s.Now(), map[string]Report{}
	for _, d := range fleet {
		r := Report{Workstation: d.Workstation, ExtensionVersion: d.Version}
		r.Assessment = d.assess(s.Active(p.OrgID, d.DepartmentID), releases.Wanted(d.Groups), now)
		if d.Last != nil {
			r.ExtensionVersion, r.PolicyVersion = d.Last.ExtensionVersion, d.Last.PolicyVersion
		}
		reports[d.ID] = r
	}
	return reports, nil
}
