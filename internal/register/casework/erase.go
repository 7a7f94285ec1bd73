package casework

import (
	"dijkwacht/internal/approval"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
)

// erase takes kinds and pseudonym out of the record, at once: a person confirmed
// that the data were the sender's own.
func (s *Service) erase(tx Tx, p ident.Principal, i *register.Incident) error {
	if err := tx.Erase(i.ID, s.Now()); err != nil {
		return err
	}
	approvals, err := tx.ApprovalsOn(i.ID)
	if err != nil {
		return err
	}
	for _, a := range approvals {
		if err := approval.Redact(tx, p, a, s.Now()); err != nil {
			return err
		}
	}
	*i = i.Erased()
	return nil
}
