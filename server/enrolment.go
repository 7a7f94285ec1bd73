package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"dijkwacht/internal/app"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/config"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/sqlstore"
)

type enrolmentKeyCmd struct {
	Create enrolmentKeyCreate `cmd:"" help:"Make an enrolment key and print it, once."`
	List   enrolmentKeyList   `cmd:"" help:"List the enrolment keys."`
	Revoke enrolmentKeyRevoke `cmd:"" help:"Make an enrolment key useless for new devices."`
}

type enrolmentKeyCreate struct {
	config.Data
	Label      string   `placeholder:"TEXT" help:"What the key is for, such as a department."`
	Department string   `placeholder:"NAME" help:"Department that its devices belong to, by name, code or id; by default the whole organisation."`
	Groups     []string `placeholder:"NAME,…" help:"Groups that its devices may say they are in; * for all. By default none."`
	Expires    string   `placeholder:"WHEN" help:"Until when devices can enrol: a date such as 2026-12-31, or a time from now such as 30d or 12h. By default always."`
	Limit      int      `placeholder:"N" help:"How many devices can enrol; by default any number."`
}

// Run prints the key alone.
func (c *enrolmentKeyCreate) Run(ctx context.Context, p process) error {
	expires, err := moment(c.Expires, p.now())
	if err != nil {
		return err
	}
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		department, err := departmentID(ctx, s, o.ID, c.Department)
		if err != nil {
			return err
		}
		terms := auth.KeyTerms{Label: c.Label, DepartmentID: department, Groups: c.Groups, ExpiresAt: expires, Limit: c.Limit}
		_, key, err := app.OfflineDevices(s, p.now).CreateKey(ctx, ident.Operator(o.ID), terms)
		if err != nil {
			return keyTermsError(err)
		}
		_, err = fmt.Fprintln(p.out, key)
		return err
	})
}

// departmentID is the id of the department with this name, code or id; "" for "".
func departmentID(ctx context.Context, s *sqlstore.Store, org, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	list, err := s.Departments(ctx, org)
	if err != nil {
		return "", err
	}
	var found []string
	for _, d := range list {
		if d.ID == name || strings.EqualFold(d.Code, name) || strings.EqualFold(d.Name, name) {
			found = append(found, d.ID)
		}
	}
	switch len(found) {
	case 0:
		return "", errors.New("there is no department with this name, code or id")
	case 1:
		return found[0], nil
	}
	return "", errors.New("several departments have this name: say which by its code or id")
}

// keyTermsError says in words which of the terms cannot be.
func keyTermsError(err error) error {
	words := map[string]string{
		"/label":        "--label wants at most 80 characters on one line",
		"/groups":       "--groups wants names of small letters, digits, - and _, or * alone",
		"/expires_at":   "--expires wants a time that is still to come",
		"/device_limit": "--limit wants a number from 0 to 1000000",
	}
	for _, field := range fault.From(err).Fields {
		if said, ok := words[field.Pointer]; ok {
			return errors.New(said)
		}
	}
	return err
}

// moment reads a date, or a time from now; "" is the zero time. A date counts to
// its end.
func moment(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if day, err := time.ParseInLocation(time.DateOnly, s, time.Local); err == nil {
		return day.AddDate(0, 0, 1).UTC(), nil
	}
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n > 0 && n <= 3650 {
			return now.AddDate(0, 0, n).UTC(), nil
		}
	}
	if d, err := time.ParseDuration(s); err == nil && d > 0 {
		return now.Add(d).UTC(), nil
	}
	return time.Time{}, errors.New("--expires wants a date such as 2026-12-31, or a time from now such as 30d or 12h")
}

type enrolmentKeyList struct {
	config.Data
}

// Run prints a table; the keys themselves are not known any more.
func (c *enrolmentKeyList) Run(ctx context.Context, p process) error {
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		keys, err := app.OfflineDevices(s, p.now).Keys(ctx, ident.Operator(o.ID))
		if err != nil {
			return err
		}
		t := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "ID\tCREATED\tDEVICES\tSTATE\tEXPIRES\tGROUPS\tDEPARTMENT\tLABEL")
		for _, k := range keys {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, k.CreatedAt.Format(time.DateOnly), used(k), keyState(k, p.now()),
				orDash(k.ExpiresAt, time.DateOnly), dash(strings.Join(k.Groups, ",")), dash(k.DepartmentID), printable(k.Label))
		}
		return t.Flush()
	})
}

func used(k ident.EnrolmentKey) string {
	if k.Limit == 0 {
		return strconv.Itoa(k.Uses)
	}
	return fmt.Sprintf("%d of %d", k.Uses, k.Limit)
}

func keyState(k ident.EnrolmentKey, now time.Time) string {
	state := k.State(now)
	if state == ident.KeyRevoked {
		return "revoked " + k.RevokedAt.Format(time.DateOnly)
	}
	return strings.ReplaceAll(string(state), "_", " ")
}

// orDash is a time in a table.
func orDash(t time.Time, layout string) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format(layout)
}

// dash is a word in a table.
func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// printable quotes a label that would upset the terminal or the table.
func printable(label string) string {
	if quoted := strconv.Quote(label); quoted != `"`+label+`"` {
		return quoted
	}
	return label
}

type enrolmentKeyRevoke struct {
	config.Data
	ID string `arg:"" help:"Id of the key, from the list."`
}

// Run revokes the key; devices that enrolled with it stay enrolled.
func (c *enrolmentKeyRevoke) Run(ctx context.Context, p process) error {
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		_, err := app.OfflineDevices(s, p.now).RevokeKey(ctx, ident.Operator(o.ID), c.ID, auth.AnyRevision)
		if errors.Is(err, fault.E(fault.NotFound)) || errors.Is(err, fault.E(fault.Conflict)) {
			return errors.New("there is no active enrolment key with this id; see dijkwacht enrolment-key list")
		}
		return err
	})
}
