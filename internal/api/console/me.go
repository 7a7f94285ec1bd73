package console

import (
	"net/http"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
)

type meView struct {
	UserID       string             `json:"user_id"`
	Name         string             `json:"name"`
	Email        string             `json:"email"`
	Locale       string             `json:"locale"`
	Organisation organisationRef    `json:"organisation"`
	Roles        []roleView         `json:"roles"`
	Permissions  []ident.Permission `json:"permissions"`
	MFAAt        string             `json:"mfa_at"`
	Federated    bool               `json:"federated"`
	StepUpLife   int                `json:"step_up_s"`
	IdleLife     int                `json:"idle_s"`
}

type organisationRef struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type roleView struct {
	Role       ident.Role `json:"role"`
	Department *string    `json:"department_id"`
	ExpiresAt  *string    `json:"expires_at"`
}

// me says who has the session and what that person may do.
func (a *API) me(k call) (reply, error) {
	o, err := a.People.Organisation(k.Request.Context(), k.who)
	if err != nil {
		return reply{}, err
	}
	v := meView{
		UserID: k.user.ID, Name: k.user.Name, Email: k.user.Email, Locale: k.user.Locale, Organisation: organisationRef{o.ID, o.Name},
		Roles: []roleView{}, Permissions: k.who.Permissions(), MFAAt: stamp(k.who.SteppedUpAt), Federated: k.who.Federated,
		StepUpLife: int(ident.StepUpLife.Seconds()), IdleLife: int(auth.SessionIdle.Seconds()),
	}
	for _, b := range k.who.Bindings {
		if b.InForce(k.who.At) {
			v.Roles = append(v.Roles, roleView{Role: b.Role, Department: orNil(b.DepartmentID), ExpiresAt: when(b.ExpiresAt)})
		}
	}
	if v.Permissions == nil {
		v.Permissions = []ident.Permission{}
	}
	return reply{status: http.StatusOK, body: v, rev: k.user.Rev}, nil
}

// changeMe changes the own name and language.
func (a *API) changeMe(k call, rev int64) (reply, error) {
	change, err := readUserChange(k)
	if err != nil {
		return reply{}, err
	}
	if k.user, err = a.People.UpdateUser(k.Request.Context(), k.who, k.user.ID, rev, change); err != nil {
		return reply{}, err
	}
	return a.me(k)
}
