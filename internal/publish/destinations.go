package publish

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/policy/diff"
)

// Destinations is the catalogue as it holds for the organisation, and the revision
// of the organisation's own part of it, from 1. Own tells which entries that is.
type Destinations struct {
	List []policy.Destination
	Own  map[string]bool
	Rev  int64
}

// Destinations lists the catalogue. Returns fault.PermissionDenied.
func (d *Desk) Destinations(ctx context.Context, p ident.Principal) (Destinations, error) {
	if err := p.Require(ident.PolicyRead); err != nil {
		return Destinations{}, err
	}
	return d.destinations(ctx, p.OrgID)
}

func (d *Desk) destinations(ctx context.Context, org string) (Destinations, error) {
	v, err := d.newest(ctx, org, SubjectDestinations)
	if err != nil {
		return Destinations{}, err
	}
	own, err := readDestinations(v.Source)
	if err != nil {
		return Destinations{}, errUnreadable
	}
	out := Destinations{Own: map[string]bool{}, Rev: int64(v.Version) + 1}
	for _, one := range own {
		out.Own[one.ID] = true
	}
	out.List = policy.NewCatalogue(slices.Concat(d.InForce.Content().Destinations, own)).Destinations()
	return out, nil
}

// newest is the newest version of a subject, the zero Version for none.
func (d *Desk) newest(ctx context.Context, org, subject string) (Version, error) {
	list, err := d.Store.Versions(ctx, org, subject, 0, 1)
	if err != nil || len(list) == 0 {
		return Version{}, err
	}
	return list[0], nil
}

// PutDestination adds an entry of the organisation's own or replaces one, also of
// the catalogue, when rev is still the newest revision. Where a host gets a milder
// class an approval is needed, as with Rollback. Returns fault.PermissionDenied,
// fault.StepUpRequired, fault.PreconditionFailed, fault.RequestInvalid,
// fault.PolicyUnchanged, and those of approval.Spend.
func (d *Desk) PutDestination(ctx context.Context, p ident.Principal, rev int64, one policy.Destination, terms Terms) (Version, *approval.Approval, error) {
	const action = "destination.changed"
	if err := d.Gate.Check(ctx, p, action, one.ID, p.RequireStepUp(), p.Require(ident.PolicyEdit)); err != nil {
		return Version{}, nil, err
	}
	if err := d.checkReason(terms.Reason); err != nil {
		return Version{}, nil, err
	}
	v, err := d.newest(ctx, p.OrgID, SubjectDestinations)
	if err != nil {
		return Version{}, nil, err
	}
	if rev != 0 && rev != int64(v.Version)+1 {
		return Version{}, nil, fault.E(fault.PreconditionFailed)
	}
	before, err := readDestinations(v.Source)
	if err != nil {
		return Version{}, nil, errUnreadable
	}
	after := append(slices.DeleteFunc(slices.Clone(before), func(o policy.Destination) bool { return o.ID == one.ID }), one)
	if err := d.checkDestinations(after, one); err != nil {
		return Version{}, nil, err
	}
	base := d.InForce.Content().Destinations
	changes := compareDestinations(slices.Concat(base, before), slices.Concat(base, after), one)
	source, err := json.Marshal(after)
	if err != nil {
		return Version{}, nil, err
	}
	next := newVersion(p.OrgID, SubjectDestinations, string(source), Note{Author: p.Actor(), Reason: terms.Reason, Base: v.Version, Changes: changes}, d.Now())
	if next.Digest == v.Digest {
		return Version{}, nil, fault.E(fault.PolicyUnchanged)
	}
	return d.put(ctx, p, action, next, terms)
}

// checkDestinations refuses an entry that makes no sense, or that takes the host of
// another.
func (d *Desk) checkDestinations(own []policy.Destination, one policy.Destination) error {
	var fields []fault.Field
	whole := policy.NewCatalogue(slices.Concat(d.InForce.Content().Destinations, own)).Destinations()
	at := slices.IndexFunc(whole, func(o policy.Destination) bool { return o.ID == one.ID })
	prefix := fmt.Sprintf("destinations[%d].", at)
	for _, issue := range policy.CheckDestinations(whole) {
		if path, mine := strings.CutPrefix(issue.Path, prefix); mine {
			fields = append(fields, fault.Field{Pointer: "/" + path, Code: "invalid", Detail: issue.Text})
		} else {
			fields = append(fields, fault.Field{Pointer: "/hosts", Code: "taken"})
		}
	}
	if len(fields) > 0 {
		return fault.E(fault.RequestInvalid, fields...)
	}
	return nil
}

// strictness orders the classes: what policies do at most. They treat a host that is
// in no catalogue as one that is not approved.
var strictness = map[policy.Class]int{policy.Approved: 0, policy.Tolerated: 1, policy.ClassUnknown: 2, policy.Unapproved: 2, policy.Blocked: 3}

// compareDestinations says what the change of one entry does to hosts.
func compareDestinations(before, after []policy.Destination, one policy.Destination) []diff.Change {
	was, is := policy.NewCatalogue(before), policy.NewCatalogue(after)
	hosts := slices.Clone(one.Hosts)
	if old, ok := was.ByID(one.ID); ok {
		hosts = append(hosts, old.Hosts...)
	}
	slices.Sort(hosts)
	changes := []diff.Change{}
	for _, host := range slices.Compact(hosts) {
		name := exampleOf(host)
		a, _ := was.ByHost(name)
		b, _ := is.ByHost(name)
		effect := diff.Neutral
		switch {
		case a.Class == b.Class:
			continue
		case strictness[b.Class] < strictness[a.Class]:
			effect = diff.Loosens
		case strictness[b.Class] > strictness[a.Class]:
			effect = diff.Tightens
		}
		changes = append(changes, diff.Change{
			Effect: effect, Path: "destinations." + one.ID,
			Dutch:   fmt.Sprintf("%s is voortaan %s in plaats van %s.", host, classDutch[b.Class], classDutch[a.Class]),
			English: fmt.Sprintf("%s is now %s instead of %s.", host, b.Class, a.Class),
		})
	}
	if len(changes) == 0 {
		changes = append(changes, diff.Change{
			Effect: diff.Neutral, Path: "destinations." + one.ID,
			Dutch: "De gegevens van " + one.Name + " zijn anders.", English: "The details of " + one.Name + " are different.",
		})
	}
	return changes
}

var classDutch = map[policy.Class]string{
	policy.Approved: "goedgekeurd", policy.Tolerated: "gedoogd", policy.ClassUnknown: "onbekend", policy.Unapproved: "niet goedgekeurd", policy.Blocked: "geblokkeerd",
}

// exampleOf is a host that a pattern matches.
func exampleOf(pattern string) string {
	if domain, wild := strings.CutPrefix(pattern, "*."); wild {
		return domain
	}
	return pattern
}

// Destination finds one entry by its id, with the revision of the organisation's own
// part. Returns fault.PermissionDenied and fault.NotFound.
func (d *Desk) Destination(ctx context.Context, p ident.Principal, id string) (policy.Destination, Destinations, error) {
	all, err := d.Destinations(ctx, p)
	if err != nil {
		return policy.Destination{}, all, err
	}
	for _, one := range all.List {
		if one.ID == id {
			return one, all, nil
		}
	}
	return policy.Destination{}, all, fault.E(fault.NotFound)
}

// DestinationToChange is Destination for who may change it: who may not is refused
// here, and the attempt is in the chain.
func (d *Desk) DestinationToChange(ctx context.Context, p ident.Principal, id string) (policy.Destination, Destinations, error) {
	if err := d.Gate.Check(ctx, p, "destination.changed", id, p.RequireStepUp(), p.Require(ident.PolicyEdit)); err != nil {
		return policy.Destination{}, Destinations{}, err
	}
	return d.Destination(ctx, p, id)
}
