package coverage

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// MinExtension is the oldest version of the extension that this server works with;
// docs/deploy/versions.md says the same.
const MinExtension = "0.1.0"

// MaxRings bounds the rings of an organisation.
const MaxRings = 20

// Releases says which version of the extension each ring of devices should have.
type Releases struct {
	OrgID string `json:"-"`
	// Version is for devices in no ring; "" leaves it to the browser.
	Version string `json:"version"`
	// Previous is what Version was before, "" for none.
	Previous string `json:"previous"`
	// Rings are tried in order: the first whose group a device is in holds for it.
	Rings []Ring `json:"rings"`
	Rev   int64  `json:"rev"`
}

// Ring is a group of devices that gets a version before, or after, the others.
type Ring struct {
	Group    string `json:"group"`
	Version  string `json:"version"`
	Previous string `json:"previous"`
}

// Wanted is the version that a device in the groups should have; "" for any.
func (r Releases) Wanted(groups []string) string {
	for _, ring := range r.Rings {
		if slices.Contains(groups, ring.Group) {
			return ring.Version
		}
	}
	return r.Version
}

// outdated reports whether a device has another version than it should, newer ones
// after a rollback among them, or one that this server does not work with.
func outdated(version, wanted string) bool {
	return wanted != "" && version != wanted || compareVersions(version, MinExtension) < 0
}

// compareVersions orders versions of numbers with dots between them; what is missing
// counts as 0.
func compareVersions(a, b string) int {
	one, other := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(one), len(other)) {
		if c := cmp.Compare(part(one, i), part(other, i)); c != 0 {
			return c
		}
	}
	return 0
}

func part(parts []string, i int) int {
	if i >= len(parts) {
		return 0
	}
	n, _ := strconv.Atoi(parts[i]) // versions were checked
	return n
}

// Releases shows them. Returns fault.PermissionDenied.
func (s *Service) Releases(ctx context.Context, p ident.Principal) (Releases, error) {
	if err := p.Require(ident.DevicesRead); err != nil {
		return Releases{}, err
	}
	return s.Store.Releases(ctx, p.OrgID)
}

// SetReleases replaces revision rev. The versions before are kept for Rollback.
// Returns fault.PermissionDenied, fault.RequestInvalid and fault.PreconditionFailed.
func (s *Service) SetReleases(ctx context.Context, p ident.Principal, rev int64, next Releases) (Releases, error) {
	return s.changeReleases(ctx, p, "extension_release.set", rev, func(old Releases) (Releases, error) {
		if err := checkReleases(next); err != nil {
			return next, err
		}
		next.Previous = previous(next.Version, old.Version, old.Previous)
		for i, ring := range next.Rings {
			before := Ring{}
			if k := slices.IndexFunc(old.Rings, func(r Ring) bool { return r.Group == ring.Group }); k >= 0 {
				before = old.Rings[k]
			}
			next.Rings[i].Previous = previous(ring.Version, before.Version, before.Previous)
		}
		return next, nil
	})
}

// previous is the version to go back to from next.
func previous(next, version, before string) string {
	if next == version {
		return before
	}
	return version
}

// Rollback puts the ring of the group, "" for devices in no ring, back to the version
// before. Returns fault.PermissionDenied, fault.NotFound without such a ring, and
// fault.Conflict when there is nothing to go back to.
func (s *Service) Rollback(ctx context.Context, p ident.Principal, group string) (Releases, error) {
	return s.changeReleases(ctx, p, "extension_release.rolled_back", anyRevision, func(next Releases) (Releases, error) {
		version, before := &next.Version, &next.Previous
		if group != "" {
			i := slices.IndexFunc(next.Rings, func(r Ring) bool { return r.Group == group })
			if i < 0 {
				return next, fault.E(fault.NotFound)
			}
			next.Rings = slices.Clone(next.Rings)
			version, before = &next.Rings[i].Version, &next.Rings[i].Previous
		}
		if *before == "" {
			return next, fault.E(fault.Conflict)
		}
		*version, *before = *before, *version
		return next, nil
	})
}

// anyRevision is that which is there.
const anyRevision = -1

func (s *Service) changeReleases(ctx context.Context, p ident.Principal, action string, rev int64, change func(Releases) (Releases, error)) (Releases, error) {
	if err := s.Gate.Check(ctx, p, action, p.OrgID, p.Require(ident.DevicesManage)); err != nil {
		return Releases{}, err
	}
	old, err := s.Store.Releases(ctx, p.OrgID)
	if err != nil {
		return Releases{}, err
	}
	if rev != anyRevision && old.Rev != rev {
		return Releases{}, fault.E(fault.PreconditionFailed)
	}
	next, err := change(old)
	if err != nil {
		return Releases{}, err
	}
	next.OrgID, next.Rev = p.OrgID, old.Rev+1
	entry, err := p.Draft(action, p.OrgID, next.Rev, ident.OutcomeDone, next, s.Now())
	if err != nil {
		return Releases{}, err
	}
	return next, s.Store.SaveReleases(ctx, next, entry)
}

func checkReleases(r Releases) error {
	if r.Version != "" && !IsVersion(r.Version) {
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/version", Code: "format"})
	}
	seen := map[string]bool{}
	for i, ring := range r.Rings {
		at := "/rings/" + strconv.Itoa(i)
		switch {
		case !ident.IsGroup(ring.Group):
			return fault.E(fault.RequestInvalid, fault.Field{Pointer: at + "/group", Code: "format"})
		case seen[ring.Group]:
			return fault.E(fault.RequestInvalid, fault.Field{Pointer: at + "/group", Code: "taken"})
		case !IsVersion(ring.Version):
			return fault.E(fault.RequestInvalid, fault.Field{Pointer: at + "/version", Code: "format"})
		}
		seen[ring.Group] = true
	}
	return nil
}

// IsVersion reports whether s is a version: one to four numbers with dots between
// them.
func IsVersion(s string) bool {
	return s != "" && ident.NormaliseClient(ident.Client{ExtensionVersion: s}).ExtensionVersion == s
}
