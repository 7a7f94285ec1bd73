package main

import (
	"context"
	"errors"
	"fmt"
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

type userCmd struct {
	Create userCreate `cmd:"" help:"Add a person and print the one-time link with which that person begins."`
	List   userList   `cmd:"" help:"List the people and their roles."`
	Reset  userReset  `cmd:"" help:"Take password, authenticator app and sessions away and print a link for new ones."`
}

// consoleURL says where the links lead.
type consoleURL struct {
	PublicURL string `name:"public-url" env:"DIJKWACHT_PUBLIC_URL" default:"http://localhost:8787" placeholder:"URL" help:"Address by which browsers reach the service."`
}

// link says what a link is good for.
func (p process) link(url string, expires time.Time) error {
	_, err := fmt.Fprintln(p.out, url)
	fmt.Fprintf(p.err, "The link works once, until %s. Open it in the browser of the person it is for.\n", expires.Local().Format("15:04"))
	return err
}

type userCreate struct {
	config.Data
	config.Keys
	consoleURL
	Owner      bool   `help:"Make the person an owner, who looks after people and settings."`
	Role       string `placeholder:"ROLE" help:"Another role: fg, deputy_fg, ciso, analyst, policy_editor, it_admin, ward_manager, works_council or auditor."`
	Department string `placeholder:"ID" help:"Department in which the role counts; by default the whole organisation."`
	Email      string `placeholder:"ADDRESS" help:"Mail address to sign in with; an owner can also give it on the page of the link."`
	Name       string `placeholder:"TEXT" help:"Name of the person."`
	Language   string `placeholder:"nl|en" help:"Language of the person's screens; by default the organisation's."`
}

// Run prints the link alone on standard output.
func (c *userCreate) Run(ctx context.Context, p process) error {
	if c.Owner == (c.Role != "") {
		return errors.New("say either --owner or --role")
	}
	if c.Owner {
		c.Role = string(ident.Owner)
	} else if c.Email == "" || c.Name == "" {
		return errors.New("a person with --role needs --email and --name")
	}
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		people, sessions, err := app.OfflinePeople(ctx, s, c.KeyPath(c.Dir), p.now)
		if err != nil {
			return err
		}
		u := ident.User{Email: c.Email, Name: c.Name, Locale: c.Language}
		if u.Locale == "" {
			u.Locale = o.Language
		}
		who := ident.Operator(o.ID)
		n, err := people.NewUser(ctx, who, u, []ident.Binding{{Role: ident.Role(c.Role), DepartmentID: c.Department}})
		if err != nil {
			return userError(err)
		}
		token, link, err := sessions.AddInvited(ctx, who, n)
		if err != nil {
			return userError(err)
		}
		return p.link(auth.LinkURL(strings.TrimRight(c.PublicURL, "/"), token), link.ExpiresAt)
	})
}

// userError says in words what cannot be.
func userError(err error) error {
	words := map[string]string{
		"/email format":                   "--email wants a mail address",
		"/email taken":                    "another person has this mail address already",
		"/name format":                    "--name wants at most 120 characters on one line",
		"/locale enum":                    "--language wants nl or en",
		"/roles/0/role enum":              "there is no such role; see dijkwacht user create --help",
		"/roles/0/department_id range":    "this role counts for the whole organisation: leave --department out",
		"/roles/0/department_id required": "this role is for one department: add --department with its id",
	}
	f := fault.From(err)
	for _, field := range f.Fields {
		if said, ok := words[field.Pointer+" "+field.Code]; ok {
			return errors.New(said)
		}
	}
	if f.Code == fault.NotFound {
		return errors.New("there is no department with this id")
	}
	return err
}

type userList struct {
	config.Data
}

// Run prints a table.
func (c *userList) Run(ctx context.Context, p process) error {
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		t := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "ID\tSTATE\tLAST SIGN-IN\tROLES\tADDRESS\tNAME")
		err := eachUser(ctx, s, o.ID, func(u ident.User) error {
			roles, err := s.Bindings(ctx, o.ID, u.ID, "", 100)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", u.ID, u.State, orDash(u.LastSignInAt.Local(), "2006-01-02 15:04"),
				dash(roleNames(roles, p.now())), dash(printable(u.Email)), dash(printable(u.Name)))
			return err
		})
		return errors.Join(err, t.Flush())
	})
}

// eachUser goes through all users of the organisation.
func eachUser(ctx context.Context, s *sqlstore.Store, org string, visit func(ident.User) error) error {
	const page = 200
	for after := ""; ; {
		users, err := s.Users(ctx, org, after, page)
		if err != nil {
			return err
		}
		for _, u := range users {
			if err := visit(u); err != nil {
				return err
			}
			after = u.ID
		}
		if len(users) < page {
			return nil
		}
	}
}

func roleNames(list []ident.RoleBinding, now time.Time) string {
	var names []string
	for _, b := range list {
		name := string(b.Role)
		if b.DepartmentID != "" {
			name += "@" + b.DepartmentID
		}
		switch {
		case !b.InForce(now):
			name += " (ended)"
		case !b.ExpiresAt.IsZero():
			name += " until " + b.ExpiresAt.Local().Format(time.DateOnly)
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

type userReset struct {
	config.Data
	config.Keys
	consoleURL
	Who string `arg:"" name:"user" help:"Mail address or id of the person."`
}

// Run prints the link alone on standard output.
func (c *userReset) Run(ctx context.Context, p process) error {
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		_, sessions, err := app.OfflinePeople(ctx, s, c.KeyPath(c.Dir), p.now)
		if err != nil {
			return err
		}
		id := c.Who
		if !ident.IsID(ident.PrefixUser, id) {
			account, err := s.AccountByEmail(ctx, ident.FoldEmail(c.Who))
			if err != nil && !errors.Is(err, fault.E(fault.NotFound)) {
				return err
			}
			if account.OrgID == o.ID {
				id = account.ID
			}
		}
		token, link, err := sessions.Recover(ctx, ident.Operator(o.ID), id)
		switch {
		case errors.Is(err, fault.E(fault.NotFound)):
			return errors.New("there is no such person in this organisation; see dijkwacht user list")
		case errors.Is(err, fault.E(fault.Conflict)):
			return errors.New("this account is switched off; an owner can switch it on again")
		case err != nil:
			return err
		}
		return p.link(auth.LinkURL(strings.TrimRight(c.PublicURL, "/"), token), link.ExpiresAt)
	})
}
