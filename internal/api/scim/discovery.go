package scim

import (
	"net/http"
	"strings"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/provision"
)

// config says which parts of SCIM are here (RFC 7643 section 5).
func (a *API) config(call) (reply, error) {
	no := object{"supported": false}
	return reply{status: http.StatusOK, body: object{
		"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"},
		"patch":   object{"supported": true}, "bulk": object{"supported": false, "maxOperations": 0, "maxPayloadSize": 0},
		"filter": object{"supported": true, "maxResults": provision.MaxPage}, "changePassword": no, "sort": no, "etag": no,
		"authenticationSchemes": []object{{
			"type": "oauthbearertoken", "name": "API key", "description": "An API key with the scope scim, as a bearer token", "primary": true,
		}},
		"meta": object{"resourceType": "ServiceProviderConfig", "location": a.PublicURL + Base + "/ServiceProviderConfig"},
	}}, nil
}

// kinds are the resources.
func (a *API) kinds() []object {
	kind := func(name, plural, schema, what string) object {
		return object{
			"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:ResourceType"}, "id": name, "name": name, "endpoint": "/" + plural, "description": what, "schema": schema,
			"meta": object{"resourceType": "ResourceType", "location": a.locate("ResourceTypes", name)},
		}
	}
	return []object{
		kind("User", "Users", userSchema, "People who may sign in to the console"),
		kind("Group", "Groups", groupSchema, "Groups that give roles"),
	}
}

// resourceTypes lists the resources.
func (a *API) resourceTypes(k call) (reply, error) { return discovered(k, a.kinds()) }

// resourceType shows one.
func (a *API) resourceType(k call) (reply, error) { return oneOf(k, a.kinds()) }

// attribute is an attribute as schemas describe one (RFC 7643 section 7).
func attribute(name, kind, what string, more object) object {
	v := object{
		"name": name, "type": kind, "multiValued": false, "description": what, "required": false, "caseExact": false,
		"mutability": "readWrite", "returned": "default", "uniqueness": "none",
	}
	for key, value := range more {
		v[key] = value
	}
	return v
}

// forms are the schemas: the attributes that are kept, and no others.
func (a *API) forms() []object {
	form := func(id, name, what string, attributes ...object) object {
		return object{
			"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:Schema"}, "id": id, "name": name, "description": what, "attributes": attributes,
			"meta": object{"resourceType": "Schema", "location": a.locate("Schemas", id)},
		}
	}
	unique := object{"required": true, "uniqueness": "server"}
	own := object{"mutability": "readOnly", "caseExact": true}
	return []object{
		form(userSchema, "User", "A person who may sign in to the console",
			attribute("userName", "string", "Name by which the provider knows the person", unique),
			attribute("externalId", "string", "Id of the provider", object{"caseExact": true}),
			attribute("displayName", "string", "Name on screens", nil),
			attribute("name", "complex", "Name in parts", object{"subAttributes": []object{
				attribute("formatted", "string", "The whole name", nil), attribute("givenName", "string", "First name", nil), attribute("familyName", "string", "Last name", nil),
			}}),
			attribute("emails", "complex", "The address at work; userName serves as one", object{"multiValued": true, "subAttributes": []object{
				attribute("value", "string", "The address", nil), attribute("type", "string", "work", object{"canonicalValues": []string{"work"}}),
				attribute("primary", "boolean", "Whether it is the first one", nil),
			}}),
			attribute("preferredLanguage", "string", "nl or en", nil),
			attribute("active", "boolean", "Whether the person may sign in", nil)),
		form(groupSchema, "Group", "A group that gives roles",
			attribute("displayName", "string", "Name of the group", unique),
			attribute("externalId", "string", "Id of the provider", object{"caseExact": true}),
			attribute("members", "complex", "People in the group", object{"multiValued": true, "subAttributes": []object{
				attribute("value", "string", "Id of the user", object{"mutability": "immutable", "caseExact": true}),
				attribute("$ref", "reference", "Address of the user", object{"mutability": "immutable", "referenceTypes": []string{"User"}}),
				attribute("type", "string", "User", own),
			}})),
	}
}

// schemas lists the schemas.
func (a *API) schemas(k call) (reply, error) { return discovered(k, a.forms()) }

// schema shows one.
func (a *API) schema(k call) (reply, error) { return oneOf(k, a.forms()) }

// discovered is a list of all, which cannot be filtered (RFC 7644 section 4).
func discovered(k call, list []object) (reply, error) {
	if k.Query("filter") != "" {
		return reply{}, problem{http.StatusForbidden, "", "These lists cannot be filtered."}
	}
	return page{start: 1}.reply(list, len(list)), nil
}

func oneOf(k call, list []object) (reply, error) {
	for _, v := range list {
		if id, _ := v["id"].(string); strings.EqualFold(id, k.Param("id")) {
			return reply{status: http.StatusOK, body: v}, nil
		}
	}
	return reply{}, fault.E(fault.NotFound)
}
