package coverage

import (
	"cmp"
	"context"
	"slices"
	"time"

	"dijkwacht/internal/ident"
)

// Summary says who and what is not guarded. It counts workstations: several browser
// profiles on one machine are one, as far as the machine has a name.
type Summary struct {
	From, To time.Time
	Enrolled int
	Active7d int
	Outdated int
	Silent3d int
	// Expected should have the extension, Missing of them never enrolled.
	Expected, Missing int
	// Online reported within the last minutes, OnPolicy of them have the policy that
	// is in force.
	Online, OnPolicy int
	Versions         []VersionCount
	Sites            []SiteSummary
	// Uninspected is what passed without being looked at in the period, because the
	// policy lets it.
	Uninspected int64
	// OpenMinutes are the minutes of the period in which that may have happened, on
	// some device: see OpenMinutes.
	OpenMinutes int
	Gaps        []Gap // open now
	Switches    []Switch
}

// VersionCount is how many workstations have a version of the extension.
type VersionCount struct {
	Version string
	N       int
}

// SiteSummary is what was seen of a destination in the period.
type SiteSummary struct {
	SiteCount
	// Adapters are the versions of the adapter that were in use.
	Adapters []string
	// Ratio is Inspected by Observed; 1 when nothing was observed.
	Ratio float64
	State SiteState
	// Until is when a site that was switched off comes back.
	Until time.Time
}

// SiteState is how a site stands.
type SiteState string

// The states.
const (
	SiteGuarded SiteState = "guarded"
	SiteGap     SiteState = "gap"
	SiteOff     SiteState = "switched_off"
)

// MaxPeriod bounds the period of a summary.
const MaxPeriod = 13 * week

// Summary tells of the period [from, to), to the hour; the zero times stand for the
// last seven days. Returns fault.PermissionDenied.
func (s *Service) Summary(ctx context.Context, p ident.Principal, from, to time.Time) (Summary, error) {
	if err := p.Require(ident.StatisticsRead); err != nil {
		return Summary{}, err
	}
	now := s.Now()
	if to.IsZero() {
		to = now.UTC().Truncate(time.Hour).Add(time.Hour)
	}
	if from.IsZero() {
		from = to.Add(-week)
	}
	sum := Summary{From: from, To: to}
	if err := s.countFleet(ctx, p.OrgID, &sum, now); err != nil {
		return Summary{}, err
	}
	counts, err := s.Store.SiteCounts(ctx, p.OrgID, from, to)
	if err != nil {
		return Summary{}, err
	}
	if sum.OpenMinutes, err = s.Store.OpenMinutes(ctx, p.OrgID, from, to); err != nil {
		return Summary{}, err
	}
	gaps, err := s.Store.Gaps(ctx, p.OrgID, now)
	if err != nil {
		return Summary{}, err
	}
	if sum.Switches, err = s.Store.Switches(ctx, p.OrgID, now); err != nil {
		return Summary{}, err
	}
	sum.Gaps = slices.DeleteFunc(gaps, func(g Gap) bool { return !g.ClosedAt.IsZero() })
	sum.addSites(counts)
	return sum, nil
}

// countFleet counts the machines. Of several devices on one machine the one that was
// last heard of counts.
func (s *Service) countFleet(ctx context.Context, org string, sum *Summary, now time.Time) error {
	fleet, err := s.Store.Fleet(ctx, org)
	if err != nil {
		return err
	}
	releases, err := s.Store.Releases(ctx, org)
	if err != nil {
		return err
	}
	expected, err := s.Store.Expected(ctx, org)
	if err != nil {
		return err
	}
	there := enrolled(fleet)
	for _, e := range expected {
		if !there[e.Workstation] {
			sum.Missing++
		}
	}
	sum.Expected = len(expected)
	versions := map[string]int{}
	for _, d := range machines(fleet) {
		active := s.Active(org, d.DepartmentID)
		a := d.assess(active, releases.Wanted(d.Groups), now)
		version := d.Version
		if d.Last != nil {
			version = d.Last.ExtensionVersion
			if now.Sub(d.Last.At) <= online {
				sum.Online++
				if d.Last.PolicyVersion == active {
					sum.OnPolicy++
				}
			}
		}
		versions[version]++
		sum.Enrolled++
		sum.Active7d += one(now.Sub(d.lastSeen()) <= week)
		sum.Silent3d += one(a.State == Silent)
		sum.Outdated += one(slices.Contains(a.Reasons, ExtensionOutdated))
	}
	for v, n := range versions {
		sum.Versions = append(sum.Versions, VersionCount{v, n})
	}
	slices.SortFunc(sum.Versions, func(a, b VersionCount) int { return cmp.Or(b.N-a.N, cmp.Compare(a.Version, b.Version)) })
	return nil
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// machines are the devices, one for each workstation.
func machines(fleet []Device) []Device {
	at := map[string]int{}
	var list []Device
	for _, d := range fleet {
		i, known := at[d.Workstation]
		switch {
		case d.Workstation == "" || !known:
			at[d.Workstation] = len(list)
			list = append(list, d)
		case d.lastSeen().After(list[i].lastSeen()):
			list[i] = d
		}
	}
	return list
}

// addSites fills in the sites, with those first of which least was looked at.
func (sum *Summary) addSites(counts []SiteCount) {
	adapters := map[string][]string{}
	for _, c := range counts {
		if c.AdapterVersion != "" {
			adapters[c.Destination] = append(adapters[c.Destination], c.AdapterVersion)
		}
	}
	for _, c := range byDestination(counts) {
		sum.Uninspected += c.Uninspected
		if c.Destination == "" {
			continue
		}
		site := SiteSummary{SiteCount: c, Adapters: adapters[c.Destination], Ratio: c.ratio(), State: SiteGuarded}
		sum.Sites = append(sum.Sites, site)
	}
	for _, sw := range sum.Switches { // also when nothing came in
		if !slices.ContainsFunc(sum.Sites, func(s SiteSummary) bool { return s.Destination == sw.Destination }) {
			sum.Sites = append(sum.Sites, SiteSummary{SiteCount: SiteCount{Destination: sw.Destination}, Ratio: 1})
		}
	}
	for i := range sum.Sites {
		site := &sum.Sites[i]
		if slices.ContainsFunc(sum.Gaps, func(g Gap) bool { return g.Destination == site.Destination }) {
			site.State = SiteGap
		}
		for _, sw := range sum.Switches {
			if sw.Destination == site.Destination {
				site.State, site.Until = SiteOff, later(site.Until, sw.Until)
			}
		}
	}
	slices.SortFunc(sum.Sites, func(a, b SiteSummary) int {
		return cmp.Or(cmp.Compare(a.Ratio, b.Ratio), cmp.Compare(a.Destination, b.Destination))
	})
}

func (c SiteCount) ratio() float64 {
	if c.Observed == 0 {
		return 1
	}
	return float64(c.Inspected) / float64(c.Observed)
}

// byDestination sums over the versions of adapters, in the order of destinations.
func byDestination(counts []SiteCount) []SiteCount {
	var list []SiteCount
	for _, c := range counts {
		i := slices.IndexFunc(list, func(have SiteCount) bool { return have.Destination == c.Destination })
		if i < 0 {
			c.AdapterVersion = ""
			list = append(list, c)
			continue
		}
		have := &list[i]
		have.Observed += c.Observed
		have.Inspected += c.Inspected
		have.Failed += c.Failed
		have.CanaryOK += c.CanaryOK
		have.CanaryFailed += c.CanaryFailed
		have.Uninspected += c.Uninspected
	}
	slices.SortFunc(list, func(a, b SiteCount) int { return cmp.Compare(a.Destination, b.Destination) })
	return list
}

// Ratios is what share was looked at in the last whole hour and this one, by
// destination, over the organisations. For the metrics.
func (s *Service) Ratios(ctx context.Context, orgs []string) (map[string]float64, error) {
	hour := s.Now().UTC().Truncate(time.Hour)
	var all []SiteCount
	for _, org := range orgs {
		counts, err := s.Store.SiteCounts(ctx, org, hour.Add(-time.Hour), hour.Add(time.Hour))
		if err != nil {
			return nil, err
		}
		all = append(all, counts...)
	}
	ratios := map[string]float64{}
	for _, c := range byDestination(all) {
		if c.Destination != "" && c.Observed > 0 {
			ratios[c.Destination] = c.ratio()
		}
	}
	return ratios, nil
}
