package sso

import (
	"dijkwacht/internal/ident"
)

// rename gives the user the name and the address that the provider tells. A directory
// that sends them knows better, and an address that another user has stays theirs.
func (s *Service) rename(e *Entrance, k Known, who person) error {
	u := k.Standing.User
	if u.ID == "" || k.Sent {
		return nil
	}
	changed, kept := []string{}, []string{}
	if name := who.claims.name(""); name != "" && name != u.Name {
		u.Name, changed = name, append(changed, "name")
	}
	switch {
	case who.Email == "" || who.Email == u.Email:
	case k.EmailTaken:
		kept = append(kept, "email")
	default:
		u.Email, changed = who.Email, append(changed, "email")
	}
	if len(changed)+len(kept) == 0 {
		return nil
	}
	outcome := ident.OutcomeDone
	if len(changed) > 0 {
		u.Rev++
		e.Renamed = &u
	} else {
		outcome = ident.OutcomeDenied
	}
	entry, err := ident.Service(u.OrgID, "sso").Draft("user.updated", u.ID, u.Rev, outcome, map[string]any{"changed": changed, "taken": kept}, e.At)
	e.Entries = append(e.Entries, entry)
	return err
}
