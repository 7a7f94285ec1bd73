package console

import (
	"encoding/json"
	"net/http"
	"slices"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

type partyView struct {
	// UserID is nil for the command line and the service.
	UserID     *string      `json:"user_id"`
	Roles      []ident.Role `json:"roles"`
	OnBehalfOf *string      `json:"on_behalf_of"`
	At         string       `json:"at"`
	Reason     *string      `json:"reason"`
}

type approvalView struct {
	ID            string          `json:"id"`
	Kind          approval.Kind   `json:"kind"`
	Object        string          `json:"object"`
	State         approval.State  `json:"state"`
	RequestedBy   partyView       `json:"requested_by"`
	Reason        string          `json:"reason"`
	Diff          json.RawMessage `json:"diff"`
	Digest        string          `json:"digest"`
	ExpiresAt     string          `json:"expires_at"`
	RequiredRoles []ident.Role    `json:"required_roles"`
	DecidedBy     *partyView      `json:"decided_by"`
	DoneBy        *partyView      `json:"done_by"`
	Rev           int64           `json:"rev"`
}

func viewParty(p approval.Party) partyView {
	v := partyView{UserID: orNil(p.UserID), Roles: p.Roles, OnBehalfOf: orNil(p.OnBehalfOf), At: stamp(p.At), Reason: orNil(p.Reason)}
	if v.Roles == nil {
		v.Roles = []ident.Role{}
	}
	return v
}

func viewPartyOrNil(p *approval.Party) *partyView {
	if p == nil {
		return nil
	}
	v := viewParty(*p)
	return &v
}

func viewApproval(a approval.Approval) approvalView {
	v := approvalView{
		ID: a.ID, Kind: a.Kind, Object: a.Object, State: a.State, RequestedBy: viewParty(a.Asked), Reason: a.Asked.Reason, Diff: a.Detail,
		Digest: a.Digest, ExpiresAt: stamp(a.ExpiresAt), RequiredRoles: a.RequiredRoles(), DecidedBy: viewPartyOrNil(a.Decided),
		DoneBy: viewPartyOrNil(a.Done), Rev: a.Rev,
	}
	if v.Diff == nil {
		v.Diff = json.RawMessage("null")
	}
	return v
}

// listApprovals lists a page of those that are the person's business.
func (a *API) listApprovals(k call) (reply, error) {
	if err := onlyQuery(k, "kind", "state", "limit", "cursor"); err != nil {
		return reply{}, err
	}
	var f approval.Filter
	for _, kind := range k.QueryArray("kind") {
		f.Kinds = append(f.Kinds, approval.Kind(kind))
	}
	for _, state := range k.QueryArray("state") {
		f.States = append(f.States, approval.State(state))
	}
	if !all(f.Kinds, approval.Kinds()) {
		return reply{}, badQuery("kind", "enum")
	}
	if !all(f.States, approval.States) {
		return reply{}, badQuery("state", "enum")
	}
	binding := queryBinding(k)
	var err error
	if f.Before, f.Limit, err = a.Cursors.Page(k.Context, binding...); err != nil {
		return reply{}, err
	}
	found, err := a.Approvals.List(k.Request.Context(), k.who, f)
	if err != nil {
		return reply{}, err
	}
	views, last := []approvalView{}, ""
	for _, one := range found {
		views, last = append(views, viewApproval(one)), one.ID
	}
	return reply{status: http.StatusOK, body: list{views, a.Cursors.Next(k.Context, len(found) == f.Limit, last, binding...)}}, nil
}

func (a *API) approvalByID(k call) (reply, error) {
	id, err := idOf(k, approval.PrefixApproval)
	if err != nil {
		return reply{}, err
	}
	found, err := a.Approvals.Get(k.Request.Context(), k.who, id)
	return approvalReply(found, err)
}

func approvalReply(found approval.Approval, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: viewApproval(found), rev: found.Rev}, nil
}

// approve gives the second signature.
func (a *API) approve(k call) (reply, error) {
	id, err := idOf(k, approval.PrefixApproval)
	if err != nil {
		return reply{}, err
	}
	return approvalReply(a.Approvals.Approve(k.Request.Context(), k.who, id))
}

// reject says no, with a reason.
func (a *API) reject(k call) (reply, error) {
	id, err := idOf(k, approval.PrefixApproval)
	if err != nil {
		return reply{}, err
	}
	k.body.Require("reason")
	reason := k.body.String("reason", 4*approval.MaxReason)
	k.body.Only("reason")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	return approvalReply(a.Approvals.Refuse(k.Request.Context(), k.who, id, reason))
}

// withdraw takes an own request back.
func (a *API) withdraw(k call) (reply, error) {
	id, err := idOf(k, approval.PrefixApproval)
	if err != nil {
		return reply{}, err
	}
	return approvalReply(a.Approvals.Withdraw(k.Request.Context(), k.who, id))
}

// all reports whether every value is one of the known ones.
func all[T comparable](values, known []T) bool {
	return !slices.ContainsFunc(values, func(v T) bool { return !slices.Contains(known, v) })
}

// badQuery marks a parameter of the query.
func badQuery(name, code string) error {
	return fault.E(fault.RequestInvalid, fault.Field{Pointer: "?" + name, Code: code})
}
