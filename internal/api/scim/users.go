package scim

import (
	"net/http"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/provision"
)

// id is the id in the path. Returns fault.NotFound for one that has not the form of such
// an id.
func (k call) id(prefix string) (string, error) {
	id := k.Param("id")
	if !ident.IsID(prefix, id) {
		return "", fault.E(fault.NotFound)
	}
	return id, nil
}

// users lists people.
func (a *API) users(k call) (reply, error) {
	page, err := k.page()
	if err != nil {
		return reply{}, err
	}
	f, err := personFilter(page.filter)
	if err != nil {
		return reply{}, err
	}
	people, total, err := a.Directory.People(k.Request.Context(), k.who, f, page.start-1, page.count)
	if err != nil {
		return reply{}, err
	}
	list := []object{}
	for _, p := range people {
		list = append(list, page.shown(a.viewUser(p)))
	}
	return page.reply(list, total), nil
}

// personFilter is a filter on userName, externalId, id and the address.
func personFilter(list []comparison) (f provision.PersonFilter, err error) {
	for _, c := range list {
		value, ok := c.value.(string)
		if !ok {
			return f, badFilter("userName, externalId, id and emails are compared with strings.")
		}
		if foreign, err := c.path.foreign(userSchema); err != nil || foreign {
			return f, badFilter("Users are found by userName, externalId, id and emails.")
		}
		switch c.path.attr {
		case "username":
			err = once(&f.UserName, provision.Fold(value))
		case "externalid":
			err = once(&f.ExternalID, value)
		case "id":
			err = once(&f.ID, value)
		case "emails":
			work, bad := atWork(c.path.filter)
			if bad != nil || !work || c.path.sub != "" && c.path.sub != "value" {
				return f, badFilter("Users are found by the address at work alone.")
			}
			err = once(&f.Address, ident.FoldEmail(value))
		default:
			err = badFilter("Users are found by userName, externalId, id and emails.")
		}
		if err != nil {
			return f, err
		}
	}
	return f, nil
}

// nothing is a value that no attribute has.
const nothing = "\x00"

// once sets a term of a filter. Two different ones for an attribute select nothing, and
// so does "".
func once(into *string, value string) error {
	if value == "" || *into != "" && *into != value {
		value = nothing
	}
	*into = value
	return nil
}

// user shows one person.
func (a *API) user(k call) (reply, error) {
	id, err := k.id(ident.PrefixUser)
	if err != nil {
		return reply{}, err
	}
	p, err := a.Directory.Person(k.Request.Context(), k.who, id)
	if err != nil {
		return reply{}, err
	}
	only, err := k.selection()
	return reply{status: http.StatusOK, body: only.shown(a.viewUser(p)), location: a.locate("Users", id)}, err
}

// addUser adds a person.
func (a *API) addUser(k call) (reply, error) {
	body, err := k.read()
	if err != nil {
		return reply{}, err
	}
	p, err := readUser(body, provision.Person{})
	if err != nil {
		return reply{}, err
	}
	if p, err = a.Directory.AddPerson(k.Request.Context(), k.who, p); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusCreated, body: a.viewUser(p), location: a.locate("Users", p.ID)}, nil
}

// replaceUser writes a person anew; what is not sent is none.
func (a *API) replaceUser(k call) (reply, error) {
	return a.changeUser(k, func(body object) (func(*provision.Person) error, error) {
		_, err := readUser(body, provision.Person{})
		return func(p *provision.Person) (err error) {
			*p, err = readUser(body, *p)
			return err
		}, err
	})
}

// patchUser changes attributes of a person.
func (a *API) patchUser(k call) (reply, error) {
	return a.changeUser(k, func(body object) (func(*provision.Person) error, error) {
		list, err := operations(body)
		return func(p *provision.Person) error {
			for _, o := range list {
				if o.path.attr == "id" && o.value == p.ID {
					continue // providers repeat what they know
				}
				if err := keepUser(p, o.path, o.verb, o.value); err != nil {
					return err
				}
			}
			return nil
		}, err
	})
}

func (a *API) changeUser(k call, read func(object) (func(*provision.Person) error, error)) (reply, error) {
	id, err := k.id(ident.PrefixUser)
	if err != nil {
		return reply{}, err
	}
	body, err := k.read()
	if err != nil {
		return reply{}, err
	}
	change, err := read(body)
	if err != nil {
		return reply{}, err
	}
	p, err := a.Directory.ChangePerson(k.Request.Context(), k.who, id, change)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: a.viewUser(p), location: a.locate("Users", id)}, nil
}

// removeUser closes an account.
func (a *API) removeUser(k call) (reply, error) {
	id, err := k.id(ident.PrefixUser)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, a.Directory.ClosePerson(k.Request.Context(), k.who, id)
}
