package scim

import (
	"net/http"
	"slices"
	"strings"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/provision"
)

// keepGroup puts the value of an attribute into the group.
func keepGroup(g *provision.Group, at path, v verb, value any) error {
	if foreign, err := at.foreign(groupSchema); err != nil || foreign {
		return err
	}
	if v == remove && at.attr != "members" {
		value = nil
	}
	switch at.attr {
	case "displayname":
		return required(&g.Name, value, at)
	case "externalid":
		return keepText(&g.ExternalID, value, at)
	case "members":
		return keepMembers(g, at, v, value)
	}
	if slices.Contains(serverOwn, at.attr) {
		return immutable("id, meta and schemas are set by the service.")
	}
	return badPath("Groups have no such attribute.")
}

// keepMembers adds, replaces or removes members. A removal names them by
// members[value eq "…"], or in a list as Entra ID does; without either it removes all.
func keepMembers(g *provision.Group, at path, v verb, value any) error {
	if at.sub != "" && at.sub != "value" {
		return badPath("Members are changed as a whole.")
	}
	if len(at.filter) > 0 {
		id, ok := at.filter[0].value.(string)
		if v != remove || len(at.filter) > 1 || at.filter[0].path.attr != "value" || !ok {
			return badPath("Members are removed by members[value eq \"…\"].")
		}
		g.Members = slices.DeleteFunc(g.Members, func(m string) bool { return m == id })
		return nil
	}
	ids, err := memberIDs(asList(value))
	switch {
	case err != nil:
		return err
	case v == add:
		g.Members = append(g.Members, ids...)
	case v == replace:
		g.Members = ids
	case value == nil:
		g.Members = nil
	default:
		g.Members = slices.DeleteFunc(g.Members, func(m string) bool { return slices.Contains(ids, m) })
	}
	return nil
}

func memberIDs(list []any) (ids []string, err error) {
	for _, v := range list {
		id, ok := v.(string)
		if !ok {
			o, err := asObject(v, "A member")
			if err != nil {
				return nil, err
			}
			if kind, _ := o["type"].(string); strings.EqualFold(kind, "Group") {
				return nil, problem{http.StatusNotImplemented, "", "Groups in groups are not supported: assign the groups themselves."}
			}
			if id, ok = o["value"].(string); !ok {
				return nil, badValue("A member has the id of a user as value.")
			}
		}
		if !ident.IsID(ident.PrefixUser, id) {
			return nil, fault.E(fault.RequestInvalid, fault.Field{Pointer: "/members", Code: "unknown"})
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// readGroup reads a whole group, as POST and PUT bring one.
func readGroup(body object, g provision.Group) (provision.Group, error) {
	if !body.hasSchema(groupSchema) {
		return g, badSyntax("The schemas of the body do not name Group.")
	}
	g.Name, g.ExternalID, g.Members = "", "", nil
	for name, value := range body {
		if slices.Contains(serverOwn, name) || strings.HasPrefix(name, "urn:") || value == nil {
			continue
		}
		if err := keepGroup(&g, path{attr: name}, replace, value); err != nil {
			return g, err
		}
	}
	return g, nil
}

func (a *API) viewGroup(g provision.Group, s selection) object {
	v := object{
		"schemas": []string{groupSchema}, "id": g.ID, "displayName": g.Name,
		"meta": a.meta("Group", "Groups", g.ID, g.CreatedAt, g.ChangedAt),
	}
	if g.ExternalID != "" {
		v["externalId"] = g.ExternalID
	}
	members := []object{}
	for _, id := range g.Members {
		members = append(members, object{"value": id, "$ref": a.locate("Users", id), "type": "User"})
	}
	v["members"] = members
	return s.shown(v)
}

// groups lists groups.
func (a *API) groups(k call) (reply, error) {
	page, err := k.page()
	if err != nil {
		return reply{}, err
	}
	f, err := groupFilter(page.filter)
	if err != nil {
		return reply{}, err
	}
	ctx := k.Request.Context()
	groups, total, err := a.Directory.Groups(ctx, k.who, f, page.start-1, page.count)
	if err != nil {
		return reply{}, err
	}
	list := []object{}
	for _, g := range groups {
		if !page.hides("members") {
			if g, err = a.Directory.Group(ctx, k.who, g.ID); err != nil {
				return reply{}, err
			}
		}
		list = append(list, a.viewGroup(g, page.selection))
	}
	return page.reply(list, total), nil
}

// groupFilter is a filter on displayName, externalId, id and one member.
func groupFilter(list []comparison) (f provision.GroupFilter, err error) {
	bad := badFilter("Groups are found by displayName, externalId, id and members.")
	for _, c := range list {
		value, ok := c.value.(string)
		foreign, wrong := c.path.foreign(groupSchema)
		if !ok || wrong != nil || foreign || len(c.path.filter) > 0 || c.path.sub != "" && (c.path.attr != "members" || c.path.sub != "value") {
			return f, bad
		}
		switch c.path.attr {
		case "displayname":
			err = once(&f.Name, provision.Fold(value))
		case "externalid":
			err = once(&f.ExternalID, value)
		case "id":
			err = once(&f.ID, value)
		case "members":
			err = once(&f.Member, value)
		default:
			err = bad
		}
		if err != nil {
			return f, err
		}
	}
	return f, nil
}

// group shows one group.
func (a *API) group(k call) (reply, error) {
	id, err := k.id(ident.PrefixGroup)
	if err != nil {
		return reply{}, err
	}
	only, err := k.selection()
	if err != nil {
		return reply{}, err
	}
	g, err := a.Directory.Group(k.Request.Context(), k.who, id)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: a.viewGroup(g, only), location: a.locate("Groups", id)}, nil
}

// addGroup adds a group.
func (a *API) addGroup(k call) (reply, error) {
	body, err := k.read()
	if err != nil {
		return reply{}, err
	}
	g, err := readGroup(body, provision.Group{})
	if err != nil {
		return reply{}, err
	}
	if g, err = a.Directory.AddGroup(k.Request.Context(), k.who, g); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusCreated, body: a.viewGroup(g, selection{}), location: a.locate("Groups", g.ID)}, nil
}

// replaceGroup writes a group anew; members who are not sent are none.
func (a *API) replaceGroup(k call) (reply, error) {
	id, err := a.changeGroup(k, func(body object) (func(*provision.Group) error, error) {
		_, err := readGroup(body, provision.Group{})
		return func(g *provision.Group) (err error) {
			*g, err = readGroup(body, *g)
			return err
		}, err
	})
	if err != nil {
		return reply{}, err
	}
	g, err := a.Directory.Group(k.Request.Context(), k.who, id)
	return reply{status: http.StatusOK, body: a.viewGroup(g, selection{}), location: a.locate("Groups", id)}, err
}

// patchGroup changes a group. The answer has no body: the members may be many.
func (a *API) patchGroup(k call) (reply, error) {
	_, err := a.changeGroup(k, func(body object) (func(*provision.Group) error, error) {
		list, err := operations(body)
		return func(g *provision.Group) error {
			for _, o := range list {
				if o.path.attr == "id" && o.value == g.ID {
					continue // providers repeat what they know
				}
				if err := keepGroup(g, o.path, o.verb, o.value); err != nil {
					return err
				}
			}
			return nil
		}, err
	})
	return reply{status: http.StatusNoContent}, err
}

func (a *API) changeGroup(k call, read func(object) (func(*provision.Group) error, error)) (string, error) {
	id, err := k.id(ident.PrefixGroup)
	if err != nil {
		return "", err
	}
	body, err := k.read()
	if err != nil {
		return "", err
	}
	change, err := read(body)
	if err != nil {
		return "", err
	}
	return id, a.Directory.ChangeGroup(k.Request.Context(), k.who, id, change)
}

// removeGroup removes a group.
func (a *API) removeGroup(k call) (reply, error) {
	id, err := k.id(ident.PrefixGroup)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, a.Directory.RemoveGroup(k.Request.Context(), k.who, id)
}
