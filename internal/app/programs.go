package app

import (
	"context"
	"crypto/rand"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/scim"
	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/jobs"
	"dijkwacht/internal/provision"
	"dijkwacht/internal/sqlstore"
)

// programs looks after API keys.
func (a *App) programs() *auth.APIKeys {
	return auth.NewAPIKeys(auth.APIKeyDeps{Store: a.store, Departments: a.store, Gate: a.gate, Refusals: a.refusals, Now: a.opts.Now, Random: rand.Reader})
}

// directory keeps the people and groups that identity providers send.
func (a *App) directory() *provision.Service {
	return provision.New(provision.Deps{Store: a.store, Mapping: groupRoles{a.store}, Gate: a.gate, Now: a.opts.Now, Random: rand.Reader})
}

// groupRoles knows which group gives which role: the one table that sign-in by the
// identity provider goes by too.
type groupRoles struct{ store *sqlstore.Store }

// GroupRoles implements provision.Mapping. A department that is gone gives nothing.
func (g groupRoles) GroupRoles(ctx context.Context, org string) ([]ident.GroupRole, error) {
	settings, err := g.store.SSOSettings(ctx, org)
	if err != nil || len(settings.Roles) == 0 {
		return nil, err
	}
	departments, err := g.store.Departments(ctx, org)
	if err != nil {
		return nil, err
	}
	tree := ident.NewTree(departments)
	var list []ident.GroupRole
	for _, m := range settings.Roles {
		if _, there := tree.Department(m.DepartmentID); there || m.DepartmentID == "" {
			list = append(list, ident.GroupRole{Group: m.Group, Binding: ident.Binding{Role: m.Role, DepartmentID: m.DepartmentID}})
		}
	}
	return list, nil
}

// ofOrigin lists them for ident.People: a group gives nobody a role at sign-in while
// nobody signs in by the provider.
func (g groupRoles) ofOrigin(ctx context.Context, org, origin string) ([]ident.GroupRole, error) {
	if origin == ident.OriginSSO {
		settings, err := g.store.SSOSettings(ctx, org)
		if err != nil || !settings.Enabled {
			return nil, err
		}
	}
	return g.GroupRoles(ctx, org)
}

// mountSCIM lets identity providers keep people and groups up to date.
func (a *App) mountSCIM(kit *wire.Kit, engine *gin.Engine) {
	scim.New(scim.Deps{
		Kit: kit, Keys: a.programs(), Directory: a.directory(), Limiter: a.hot, Pool: newConsolePool(), PublicURL: a.cfg.PublicURL, Now: a.opts.Now,
	}).Mount(engine)
}

// directoryJobs bring roles in line with groups after a change of what groups give.
func (a *App) directoryJobs() []jobs.Job {
	return []jobs.Job{{Name: "directory.apply", Schedule: jobs.Every(expireEvery), Work: func(ctx context.Context, r jobs.Run) error {
		return a.directory().Apply(ctx, r.OrgID)
	}}}
}
