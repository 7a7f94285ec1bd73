package console

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/council"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy/diff"
	"dijkwacht/internal/setup"
)

// councilRoutes are the window of the works council.
func (a *API) councilRoutes(g gin.IRouter) {
	g.GET("/transparency", a.of(a.transparency))
	g.GET("/transparency/reveals", a.of(a.revealCounts))
	g.GET("/transparency/notices", a.of(a.councilNotices))
	g.POST("/transparency/notices/read", a.once(jsonObject, a.readNotices))
	g.POST("/transparency/remarks", a.once(jsonObject, a.addRemark))
	g.POST("/transparency/remarks/:id/answer", a.once(jsonObject, a.answerRemark))
	g.GET("/transparency/dpia", a.councilPaper(council.Assessment))
	g.GET("/transparency/consent-request", a.councilPaper(council.ConsentRequest))
}

// bilingual is a text in both languages.
type bilingual struct {
	ID string `json:"id"`
	NL string `json:"nl"`
	EN string `json:"en"`
}

func inBoth(id string, words func(lang string) string) bilingual {
	return bilingual{id, words("nl"), words("en")}
}

type storedView struct {
	Table   bilingual   `json:"table"`
	People  bilingual   `json:"people"`
	Purpose bilingual   `json:"purpose"`
	Basis   bilingual   `json:"legal_basis"`
	Kept    bilingual   `json:"kept"`
	Fields  []bilingual `json:"fields"`
}

type sightView struct {
	Role   ident.Role  `json:"role"`
	People int         `json:"people"`
	Sight  []bilingual `json:"sight"`
}

type changeView struct {
	What     council.What `json:"what"`
	Waits    bool         `json:"waits"`
	Sentence bilingual    `json:"sentence"`
	Since    *string      `json:"since"`
}

type consentView struct {
	State       council.State `json:"state"`
	Fingerprint string        `json:"fingerprint"`
	Changes     []changeView  `json:"changes"`
}

type agreementView struct {
	RecordedAt  string  `json:"recorded_at"`
	AssessedOn  *string `json:"assessed_on"`
	ConsentedOn *string `json:"consented_on"`
	EvaluateOn  *string `json:"evaluate_on"`
	Reference   *string `json:"reference"`
	Fingerprint *string `json:"fingerprint"`
}

type policyChangeView struct {
	Version     int           `json:"version"`
	ActivatedAt string        `json:"activated_at"`
	Changes     []diff.Change `json:"changes"`
}

type transparencyView struct {
	At              string             `json:"at"`
	Consent         consentView        `json:"consent"`
	Volunteers      bool               `json:"volunteers"`
	Agreements      []agreementView    `json:"agreements"`
	CouncilApproves bool               `json:"council_approves"`
	CouncilWaits    bool               `json:"council_waits"`
	SmallestGroup   int                `json:"smallest_group"`
	Stored          []storedView       `json:"stored"`
	Roles           []sightView        `json:"roles"`
	PolicyChanges   []policyChangeView `json:"policy_changes"`
	Unread          int                `json:"unread"`
}

func viewConsent(c council.Consent) consentView {
	v := consentView{State: c.State, Fingerprint: c.Fingerprint, Changes: []changeView{}}
	for _, one := range c.Changes {
		v.Changes = append(v.Changes, changeView{one.What, one.Held(), inBoth(one.Subject, one.Sentence), when(one.Since)})
	}
	return v
}

func viewAgreement(g setup.Agreement) agreementView {
	return agreementView{stamp(g.RecordedAt), day(g.AssessedOn), day(g.ConsentedOn), day(g.EvaluateOn), orNil(g.Reference), orNil(g.Fingerprint)}
}

// transparency shows what is kept, who sees it, and what was agreed.
func (a *API) transparency(k call) (reply, error) {
	if err := onlyQuery(k); err != nil {
		return reply{}, err
	}
	found, err := a.Council.View(k.Request.Context(), k.who)
	if err != nil {
		return reply{}, err
	}
	v := transparencyView{
		At: stamp(found.At), Consent: viewConsent(found.Consent), Volunteers: found.Gate.Volunteers, Agreements: []agreementView{},
		CouncilApproves: found.Organisation.CouncilApproves, CouncilWaits: found.Organisation.CouncilWaits, SmallestGroup: found.Facts.Smallest,
		Stored: viewStored(found), Roles: viewRoles(found.Roles), Unread: found.Unread,
	}
	for _, one := range found.Agreements {
		v.Agreements = append(v.Agreements, viewAgreement(one))
	}
	v.PolicyChanges, err = a.policyChanges(k)
	return reply{status: http.StatusOK, body: v}, err
}

func viewStored(found council.View) []storedView {
	var list []storedView
	for _, t := range council.Tables {
		s := storedView{
			Table: inBoth(t.Name, t.Words), People: inBoth(string(t.About), t.About.Words), Purpose: inBoth(string(t.Purpose), t.Purpose.Words),
			Basis: inBoth(string(t.Basis), t.Basis.Words),
			Kept:  inBoth(string(t.Keep), func(lang string) string { return t.Keep.Words(lang, found.Terms) }),
		}
		for _, f := range t.Fields() {
			s.Fields = append(s.Fields, bilingual{strings.TrimPrefix(f.Name, t.Name+"."), f.NL, f.EN})
		}
		list = append(list, s)
	}
	return list
}

func viewRoles(roles []council.RoleView) []sightView {
	var list []sightView
	for _, r := range roles {
		v := sightView{Role: r.Role, People: r.People, Sight: []bilingual{}}
		for _, perm := range r.Sight {
			v.Sight = append(v.Sight, inBoth(string(perm), func(lang string) string { return council.SightWords(lang, perm) }))
		}
		list = append(list, v)
	}
	return list
}

// maxVersions bounds the policy changes that are shown.
const maxVersions = 20

// policyChanges are the newest changes of the policy of the whole organisation.
func (a *API) policyChanges(k call) ([]policyChangeView, error) {
	ctx, list := k.Request.Context(), []policyChangeView{}
	policies, err := a.Desk.List(ctx, k.who)
	if err != nil {
		return nil, err
	}
	for _, p := range policies {
		if p.DepartmentID != "" {
			continue
		}
		versions, err := a.Desk.Versions(ctx, k.who, p.ID, 0, maxVersions)
		if err != nil {
			return nil, err
		}
		for _, v := range versions {
			if len(v.Changes) > 0 {
				list = append(list, policyChangeView{v.Version, stamp(v.ActivatedAt), v.Changes})
			}
		}
	}
	return list, nil
}
