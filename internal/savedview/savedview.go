package savedview

import (
	"context"
	"io"
	"regexp"
	"slices"
	"time"
	"unicode/utf8"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// PrefixView begins the id of a view.
const PrefixView = "viw_"

// What a view may be, in characters and elements.
const (
	MaxName    = 60
	MaxQuery   = 500
	MaxColumns = 20
	// MaxOwn is how many views one person may have.
	MaxOwn = 50
)

// Pages are those that have views.
var Pages = []string{"incidents", "activity"}

// queryForm is words such as "sev>=high": nothing that a person could say much in.
var queryForm = regexp.MustCompile(`^([a-z_]{1,20}(:|>=|<=|>|<)[a-z0-9][A-Za-z0-9._-]{0,63}( |$))*$`)

// View is a filter with a name.
type View struct {
	OrgID   string `json:"-"`
	ID      string `json:"id"`
	OwnerID string `json:"owner"`
	Page    string `json:"page"`
	Name    string `json:"name"`
	// Query is the query bar of the page.
	Query   string   `json:"query"`
	Columns []string `json:"columns,omitempty"`
	// Shared lets everybody of the organisation see it, Pinned puts it in the rail.
	Shared bool  `json:"shared"`
	Pinned bool  `json:"pinned"`
	Rev    int64 `json:"-"`
}

// Store keeps views. Writes are on disk when a method returns. Failures of the store
// itself are fault.StoreUnavailable.
type Store interface {
	// SavedViews lists those of a person and those that are shared, by id.
	SavedViews(ctx context.Context, org, user string) ([]View, error)
	// SavedView returns fault.NotFound for one that is not there.
	SavedView(ctx context.Context, org, id string) (View, error)
	// AddSavedView returns fault.Conflict when the owner has MaxOwn already.
	AddSavedView(ctx context.Context, v View) error
	// ReplaceSavedView replaces the revision before, else returns
	// fault.PreconditionFailed, and fault.NotFound when there is none.
	ReplaceSavedView(ctx context.Context, v View) error
	// RemoveSavedView removes that revision, with the same faults.
	RemoveSavedView(ctx context.Context, org, id string, rev int64) error
}

// Service is safe for concurrent use. Views are conveniences of a person, not acts:
// nothing of them is in the chain.
type Service struct {
	store  Store
	clean  func(text string) bool
	now    func() time.Time
	random io.Reader
}

// New is a service on the store; clean reports whether a text holds no personal data.
func New(store Store, clean func(text string) bool, now func() time.Time, random io.Reader) *Service {
	return &Service{store, clean, now, random}
}

// List gives the person's own views and those that others share.
func (s *Service) List(ctx context.Context, p ident.Principal) ([]View, error) {
	return s.store.SavedViews(ctx, p.OrgID, p.UserID)
}

// Add keeps a view for the person. Returns fault.RequestInvalid, fault.TextRefused
// when the name holds personal data, and fault.Conflict when there are too many.
func (s *Service) Add(ctx context.Context, p ident.Principal, v View) (View, error) {
	if err := s.check(v); err != nil {
		return View{}, err
	}
	id, err := ident.NewID(PrefixView, s.now(), s.random)
	if err != nil {
		return View{}, err
	}
	v.OrgID, v.ID, v.OwnerID, v.Rev = p.OrgID, id, p.UserID, 1
	return v, s.store.AddSavedView(ctx, v)
}

// Get finds a view that the person may see. Returns fault.NotFound.
func (s *Service) Get(ctx context.Context, p ident.Principal, id string) (View, error) {
	v, err := s.store.SavedView(ctx, p.OrgID, id)
	if err == nil && v.OwnerID != p.UserID && !v.Shared {
		err = fault.E(fault.NotFound)
	}
	if err != nil {
		return View{}, err
	}
	return v, nil
}

// Change edits a view of the person; rev is the revision that the caller saw.
// Returns the faults of Add and those of the store, and fault.PermissionDenied for a
// view of somebody else.
func (s *Service) Change(ctx context.Context, p ident.Principal, id string, rev int64, edit func(*View)) (View, error) {
	v, err := s.own(ctx, p, id)
	if err != nil {
		return View{}, err
	}
	edit(&v)
	if err := s.check(v); err != nil {
		return View{}, err
	}
	v.Rev = rev + 1
	return v, s.store.ReplaceSavedView(ctx, v)
}

// Remove takes a view of the person away, with the faults of Change.
func (s *Service) Remove(ctx context.Context, p ident.Principal, id string, rev int64) error {
	if _, err := s.own(ctx, p, id); err != nil {
		return err
	}
	return s.store.RemoveSavedView(ctx, p.OrgID, id, rev)
}

func (s *Service) own(ctx context.Context, p ident.Principal, id string) (View, error) {
	v, err := s.Get(ctx, p, id)
	if err == nil && v.OwnerID != p.UserID {
		err = fault.E(fault.PermissionDenied)
	}
	return v, err
}

func (s *Service) check(v View) error {
	var wrong []fault.Field
	for pointer, bad := range map[string]bool{
		"/page":    !slices.Contains(Pages, v.Page),
		"/name":    v.Name == "" || utf8.RuneCountInString(v.Name) > MaxName,
		"/query":   len(v.Query) > MaxQuery || !queryForm.MatchString(v.Query),
		"/columns": len(v.Columns) > MaxColumns,
	} {
		if bad {
			wrong = append(wrong, fault.Field{Pointer: pointer, Code: "range"})
		}
	}
	switch {
	case len(wrong) > 0:
		return fault.E(fault.RequestInvalid, wrong...)
	case !s.clean(v.Name):
		return fault.E(fault.TextRefused)
	}
	return nil
}
