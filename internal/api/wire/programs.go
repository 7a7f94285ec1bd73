package wire

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// programs are the operations of the console API that an API key opens too. What a
// key may do follows from its scopes, as for roles; this list keeps programs away from
// everything that is a person's own: the account, what one writes about a case,
// approvals.
var programs = map[string][]string{
	"/api/v1/users": {"get"}, "/api/v1/users/{id}": {"get"}, "/api/v1/role-bindings": {"get"}, "/api/v1/role-bindings/{id}": {"get"},
	"/api/v1/devices": {"get"}, "/api/v1/devices/{id}": {"get"}, "/api/v1/devices/{id}/revoke": {"post"},
	"/api/v1/coverage": {"get"}, "/api/v1/coverage/gaps": {"get"},
	"/api/v1/incidents": {"get"}, "/api/v1/incidents/facets": {"get"}, "/api/v1/incidents/{id}": {"get"}, "/api/v1/incidents/{id}/events": {"get"},
	"/api/v1/events": {"get"}, "/api/v1/events/facets": {"get"}, "/api/v1/decisions/{id}": {"get"},
	"/api/v1/reports/weekly": {"get"}, "/api/v1/reports/weekly/{week}": {"get"}, "/api/v1/departments/{id}/summary": {"get"},
	"/api/v1/policies": {"get"}, "/api/v1/policies/{id}": {"get"},
	"/api/v1/policies/{id}/draft": {"get", "put"}, "/api/v1/policies/{id}/draft/tests": {"get", "put"},
	"/api/v1/policies/{id}/draft/validate": {"post"}, "/api/v1/policies/{id}/draft/test": {"post"}, "/api/v1/policies/{id}/draft/simulate": {"post"},
	"/api/v1/policies/{id}/versions": {"get"}, "/api/v1/policies/{id}/versions/{version}": {"get"}, "/api/v1/policies/{id}/versions/{version}/diff/{other}": {"get"},
	"/api/v1/rules": {"get"}, "/api/v1/types": {"get"}, "/api/v1/destinations": {"get"}, "/api/v1/destinations/discovered": {"get"}, "/api/v1/exceptions": {"get"},
	"/api/v1/audit": {"get"}, "/api/v1/audit/export": {"get"}, "/api/v1/audit/checkpoints": {"get"}, "/api/v1/audit/verify": {"get"},
}

// ForPrograms reports whether an API key opens the operation. The path is a template
// of the router: /things/:id.
func ForPrograms(method, path string) bool {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if name, ok := strings.CutPrefix(part, ":"); ok {
			parts[i] = "{" + name + "}"
		}
	}
	return slices.Contains(programs[strings.Join(parts, "/")], strings.ToLower(method))
}

// admitPrograms writes into the paths of the document which operations an API key
// opens.
func admitPrograms(paths map[string]json.RawMessage) {
	for path, methods := range programs {
		item := map[string]json.RawMessage{}
		if err := json.Unmarshal(paths[path], &item); err != nil {
			panic(fmt.Sprintf("openapi: no %s for programs", path))
		}
		for _, method := range methods {
			operation := map[string]json.RawMessage{}
			if err := json.Unmarshal(item[method], &operation); err != nil {
				panic(fmt.Sprintf("openapi: no %s %s for programs", method, path))
			}
			operation["security"] = json.RawMessage(`[{"session":[]},{"api_key":[]}]`)
			item[method] = encode(operation)
		}
		paths[path] = encode(item)
	}
}
