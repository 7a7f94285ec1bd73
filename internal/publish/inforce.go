package publish

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
)

// VersionPoll is how often each replica looks for a newer policy, so that one is in
// force everywhere within 20 s when the bus is silent.
const VersionPoll = 15 * time.Second

// Content is what comes with the program or by a signed update, and what an
// organisation's own entries and texts are laid over.
type Content struct {
	// Serial tells contents apart, in the order in which they came.
	Serial       int
	Destinations []policy.Destination
	Messages     policy.Messages
}

// Active is what is in force for a department or for the whole organisation. It
// does not change.
type Active struct {
	// Version is the number of the newest version in it.
	Version int
	// Policy is the organisation's, with the rules of the departments around the one
	// asked for.
	Policy    *policy.Policy
	Catalogue *policy.Catalogue
	Messages  policy.Messages
	// scope is the department whose path gave the rules, "" for none; content the
	// serial of the content below.
	scope   string
	content int
}

// InForce knows what is in force in each organisation on this replica. A look at it
// costs no wait. It is safe for concurrent use.
type InForce struct {
	store   Store
	initial *policy.Policy
	wake    chan struct{}
	stop    func()
	content atomic.Pointer[Content]

	mu     sync.Mutex // of writers
	active atomic.Pointer[map[string]organisation]
}

// organisation is what is in force in one.
type organisation struct {
	whole Active
	// departments have rules of their own or of those above them.
	departments map[string]Active
	// tree is the shape of the departments that this was made for.
	tree string
}

// NewInForce starts with the policy that organisations have that never published
// one. Close ends its watch on the bus.
func NewInForce(store Store, bus Bus, content Content, initial *policy.Policy) *InForce {
	f := &InForce{store: store, initial: initial, wake: make(chan struct{}, 1)}
	f.content.Store(&content)
	f.active.Store(&map[string]organisation{})
	f.stop = bus.WatchVersions(func(org string, version int) {
		if f.Whole(org).Version < version {
			f.due()
		}
	}, f.due)
	return f
}

// Close ends the watch on the bus.
func (f *InForce) Close() { f.stop() }

// due asks for a Poll.
func (f *InForce) due() {
	select {
	case f.wake <- struct{}{}:
	default: // asked for already
	}
}

// Due is readable when a newer version was announced, or may have been, and a Poll
// is due now.
func (f *InForce) Due() <-chan struct{} { return f.wake }

// SetContent puts other content below what is in force, from the next Poll on.
func (f *InForce) SetContent(c Content) { f.content.Store(&c) }

// Content is what came with the program or by the last update.
func (f *InForce) Content() Content { return *f.content.Load() }

// Whole is what is in force in the organisation, without departments' own rules.
func (f *InForce) Whole(org string) Active { return f.For(org, "") }

// For is what is in force in a department of the organisation.
func (f *InForce) For(org, department string) Active {
	o, ok := (*f.active.Load())[org]
	if !ok {
		c := f.Content()
		return Active{Version: 1, Policy: f.initial, Catalogue: policy.NewCatalogue(c.Destinations), Messages: c.Messages, content: c.Serial}
	}
	if a, own := o.departments[department]; own {
		return a
	}
	return o.whole
}

// Poll puts the newest versions of each organisation in force. It goes on after a
// failure and returns all of them: what was in force stays so. A version never
// gives way to an older one.
func (f *InForce) Poll(ctx context.Context, orgs ...string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	next := maps.Clone(*f.active.Load())
	var failures []error
	for _, org := range orgs {
		o, err := f.newer(ctx, org, next[org])
		if err != nil {
			failures = append(failures, err)
			continue
		}
		if o.whole.Policy != nil {
			next[org] = o
		}
	}
	f.active.Store(&next)
	return errors.Join(failures...)
}

// newer is what is in force now: old, when nothing changed.
func (f *InForce) newer(ctx context.Context, org string, old organisation) (organisation, error) {
	number, err := f.store.Newest(ctx, org)
	if errors.Is(err, fault.E(fault.NotFound)) {
		return old, nil
	}
	if err != nil {
		return old, err
	}
	tree, shape := (*ident.Tree)(nil), ""
	if len(old.departments) > 0 || number > old.whole.Version {
		list, err := f.store.Departments(ctx, org)
		if err != nil {
			return old, err
		}
		tree, shape = ident.NewTree(list), shapeOf(list)
	}
	content := f.Content()
	if number < old.whole.Version || number == old.whole.Version && content.Serial == old.whole.content && (tree == nil || shape == old.tree) {
		return old, nil
	}
	versions, err := f.store.InForce(ctx, org)
	if err != nil {
		return old, err
	}
	o, err := compile(org, versions, content, tree)
	if err != nil {
		return old, fmt.Errorf("read version %d: %w", number, err)
	}
	o.tree = shape
	return o, nil
}

// shapeOf tells trees apart that lead to other rules.
func shapeOf(list []ident.Department) string {
	parts := make([]string, 0, 2*len(list))
	for _, d := range list {
		parts = append(parts, d.ID, d.ParentID)
	}
	return digestOf(parts...)
}

// errUnreadable stands for a version that this release cannot read, written by a
// newer one. The cause could quote the policy.
var errUnreadable = fault.Wrap(fault.StoreUnavailable, errors.New("this release cannot read it"))
