package internal_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "dijkwacht/"

// mayImport is the import rule: for each package of the module, the packages of
// the module it may use. A package that is not listed fails the test, so that
// each new one gets its place.
var mayImport = map[string][]string{
	// tier 0, the pure core
	"internal/text":    {},
	"internal/check":   {},
	"internal/lexicon": {"internal/text"},
	"internal/rule":    {"internal/text", "internal/check", "internal/lexicon"},
	"internal/detect": {
		"internal/text", "internal/lexicon", "internal/rule", "internal/detect/pass", "internal/detect/contact", "internal/detect/date", "internal/detect/disguise",
		"internal/detect/health", "internal/detect/name", "internal/detect/number", "internal/detect/place", "internal/detect/secret", "internal/detect/subject",
	},
	"internal/detect/contact":    {"internal/text", "internal/check", "internal/lexicon", "internal/rule", "internal/detect/pass"},
	"internal/detect/date":       {"internal/text", "internal/check", "internal/lexicon", "internal/rule", "internal/detect/pass"},
	"internal/detect/detecttest": {"internal/detect", "internal/rule", "internal/source", "rules"},
	"internal/detect/disguise":   {"internal/text", "internal/lexicon", "internal/detect/pass"},
	"internal/detect/health":     {"internal/text", "internal/lexicon", "internal/rule", "internal/detect/pass"},
	"internal/detect/name":       {"internal/text", "internal/lexicon", "internal/rule", "internal/detect/pass", "internal/detect/nametag"},
	"internal/detect/nametag":    {"internal/text", "internal/lexicon"},
	"internal/detect/number":     {"internal/text", "internal/check", "internal/lexicon", "internal/rule", "internal/detect/pass", "internal/detect/contact", "internal/detect/date", "internal/detect/place"},
	"internal/detect/pass":       {"internal/text", "internal/lexicon", "internal/rule"},
	"internal/detect/place":      {"internal/text", "internal/lexicon", "internal/rule", "internal/detect/pass"},
	"internal/detect/secret":     {"internal/text", "internal/lexicon", "internal/rule", "internal/detect/pass"},
	"internal/detect/subject":    {"internal/detect/nametag", "internal/text", "internal/lexicon", "internal/rule", "internal/detect/pass"},
	"internal/policy":            {"internal/text", "internal/rule", "internal/detect"},
	"internal/policy/diff":       {"internal/rule", "internal/detect", "internal/policy", "internal/policy/phrase"},
	"internal/policy/phrase":     {"internal/rule", "internal/detect", "internal/policy"},
	"internal/policy/plain":      {},
	"internal/policy/replay":     {"internal/policy"},
	"internal/redact":            {"internal/text", "internal/rule", "internal/detect"},
	"internal/guard":             {"internal/text", "internal/check", "internal/lexicon", "internal/rule", "internal/detect", "internal/policy", "internal/redact"},

	// measuring tools of the core
	"internal/detect/ruletest":          {"internal/text", "internal/rule", "internal/detect"},
	"internal/detect/score":             {},
	"internal/detect/nametag/train":     {"internal/text", "internal/lexicon", "internal/rule", "internal/detect/nametag", "internal/source"},
	"internal/lexicon/commonwords":      {"internal/text", "internal/lexicon"},
	"internal/detect/score/corpusscore": {"internal/detect/score"},

	// tier 1, the domain
	"internal/approval": {"internal/fault", "internal/ident", "internal/chain"},
	"internal/audit":    {"internal/fault", "internal/ident", "internal/chain"},
	"internal/auth":     {"internal/auth/passkey", "internal/fault", "internal/ident", "internal/chain", "internal/limit"},
	"internal/chain":    {"internal/fault"},

	"internal/auth/passkey":             {},
	"internal/auth/passkey/passkeytest": {"internal/auth/passkey"},

	"internal/content":     {},
	"internal/fault":       {},
	"internal/idempotency": {},
	"internal/limit":       {},
	"internal/ident":       {"internal/fault", "internal/chain"},
	"internal/jobs":        {"internal/fault"},
	"internal/pdf":         {"internal/render"},
	"internal/provision":   {"internal/chain", "internal/fault", "internal/ident"},
	"internal/publish": {
		"internal/fault", "internal/policy", "internal/policy/diff", "internal/policy/phrase", "internal/policy/plain", "internal/policy/replay", "internal/detect", "internal/rule", "internal/source",
		"internal/chain", "internal/auth", "internal/ident", "internal/approval",
	},
	"internal/register":            {"internal/fault", "internal/ident", "internal/chain", "internal/policy", "internal/register/lifecycle", "internal/register/severity", "internal/register/clock"},
	"internal/register/breakglass": {"internal/chain", "internal/fault", "internal/ident", "internal/policy", "internal/register"},
	"internal/register/feedback":   {"internal/chain", "internal/fault", "internal/ident", "internal/policy", "internal/register"},
	"internal/register/inquiry":    {"internal/chain", "internal/fault", "internal/ident"},
	"internal/register/retention":  {"internal/approval", "internal/chain", "internal/fault", "internal/ident", "internal/register"},
	"internal/register/reveal":     {"internal/approval", "internal/auth", "internal/chain", "internal/fault", "internal/ident", "internal/register", "internal/register/inquiry"},
	"internal/council":             {"internal/approval", "internal/chain", "internal/fault", "internal/ident", "internal/outbox", "internal/register/apdraft", "internal/register/retention", "internal/register/reveal", "internal/render", "internal/setup"},
	"internal/coverage":            {"internal/approval", "internal/chain", "internal/fault", "internal/ident"},
	"internal/register/rights":     {"internal/approval", "internal/chain", "internal/fault", "internal/ident", "internal/register", "internal/render"},
	"internal/register/apdraft":    {"internal/ident", "internal/chain", "internal/policy", "internal/register", "internal/register/lifecycle", "internal/register/severity", "internal/register/clock", "internal/render", "internal/rule", "internal/fault"},
	"internal/register/casefile":   {"internal/policy", "internal/policy/phrase", "internal/register", "internal/register/casework", "internal/register/severity", "internal/render", "internal/rule"},
	"internal/register/inspection": {"internal/approval", "internal/audit", "internal/chain", "internal/fault", "internal/ident"},
	"internal/register/casework":   {"internal/rule", "internal/fault", "internal/ident", "internal/chain", "internal/approval", "internal/policy", "internal/register", "internal/register/lifecycle", "internal/register/severity", "internal/register/clock", "internal/register/apdraft"},
	"internal/register/clock":      {},
	"internal/register/lifecycle":  {"internal/ident"},
	"internal/register/severity":   {"internal/policy", "internal/detect", "internal/rule"},
	"internal/render":              {},
	"internal/report":              {"internal/policy", "internal/render", "internal/ident", "internal/register", "internal/register/feedback", "internal/register/lifecycle", "internal/fault", "internal/chain", "internal/pdf"},
	"internal/outbox":              {"internal/fault", "internal/ident", "internal/chain"},
	"internal/webhook":             {"internal/fault", "internal/ident", "internal/chain", "internal/outbox"},
	"internal/siem":                {"internal/outbox"},
	"internal/mail":                {"internal/fault", "internal/ident", "internal/chain", "internal/outbox"},
	"internal/mail/mailtest":       {},
	"internal/report/weekly":       {"internal/register/feedback", "internal/fault", "internal/ident", "internal/chain", "internal/jobs", "internal/policy", "internal/register", "internal/report", "internal/render", "internal/outbox", "internal/mail", "internal/pdf"},
	"internal/source":              {"internal/rule", "internal/policy", "internal/fault", "internal/lexicon", "internal/detect", "internal/text"},

	// tier 2, adapters
	"internal/api/ext": {
		"internal/extract",
		"internal/coverage",
		"internal/api/wire", "internal/limit", "internal/guard", "internal/policy", "internal/detect", "internal/rule", "internal/text",
		"internal/fault", "internal/ident", "internal/auth", "internal/chain", "internal/register", "internal/register/breakglass", "internal/register/feedback", "internal/register/inquiry", "internal/register/reveal", "internal/register/rights", "internal/publish", "internal/setup",
	},
	"internal/api/console": {
		"internal/council",
		"internal/sso",
		"internal/auth/passkey",
		"internal/coverage",
		"internal/savedview", "internal/setup", "internal/register/retention", "internal/pdf", "internal/register/casefile", "internal/register/inspection", "internal/render", "internal/register", "internal/register/casework", "internal/register/apdraft", "internal/register/lifecycle", "internal/register/severity", "internal/api/wire", "internal/approval", "internal/audit", "internal/chain", "internal/fault", "internal/ident", "internal/auth", "internal/idempotency", "internal/limit", "internal/register/breakglass", "internal/register/feedback", "internal/register/inquiry", "internal/register/reveal", "internal/register/rights",
		"internal/publish", "internal/policy", "internal/policy/diff", "internal/policy/plain", "internal/rule", "internal/guard", "internal/detect", "internal/text",
		"internal/report", "internal/report/weekly", "internal/outbox", "internal/webhook", "internal/mail", "internal/pdf",
	},
	"internal/api/scim":        {"internal/api/wire", "internal/auth", "internal/fault", "internal/ident", "internal/limit", "internal/provision"},
	"internal/api/wire":        {"internal/fault", "internal/ident", "internal/limit", "internal/obs"},
	"internal/config":          {"internal/obs"},
	"internal/extract":         {"internal/extract/pdfread"},
	"internal/extract/pdfread": {},
	"internal/hot/hottest":     {"internal/auth", "internal/limit", "internal/publish", "internal/register"},
	"internal/hot/memory":      {"internal/auth", "internal/limit", "internal/publish", "internal/register"},
	"internal/hot/redis":       {"internal/auth", "internal/limit", "internal/publish", "internal/register", "internal/hot/memory"},
	"internal/obs":             {},
	"internal/sqlstore":        {"internal/council", "internal/sso", "internal/auth/passkey", "internal/coverage", "internal/provision", "internal/savedview", "internal/setup", "internal/content", "internal/idempotency", "internal/approval", "internal/audit", "internal/jobs", "internal/policy", "internal/policy/replay", "internal/policy/diff", "internal/fault", "internal/ident", "internal/auth", "internal/chain", "internal/register", "internal/register/casework", "internal/register/lifecycle", "internal/register/clock", "internal/register/breakglass", "internal/register/feedback", "internal/register/inquiry", "internal/register/retention", "internal/register/reveal", "internal/register/rights", "internal/publish", "internal/report", "internal/report/weekly", "internal/outbox", "internal/webhook", "internal/mail"},
	"internal/storetest":       {"internal/council", "internal/sso", "internal/auth/passkey", "internal/coverage", "internal/provision", "internal/savedview", "internal/setup", "internal/content", "internal/idempotency", "internal/approval", "internal/audit", "internal/jobs", "internal/policy", "internal/policy/replay", "internal/policy/diff", "internal/fault", "internal/ident", "internal/auth", "internal/chain", "internal/register", "internal/register/casework", "internal/register/lifecycle", "internal/register/clock", "internal/register/breakglass", "internal/register/feedback", "internal/register/inquiry", "internal/register/retention", "internal/register/reveal", "internal/register/rights", "internal/publish", "internal/report", "internal/report/weekly", "internal/outbox", "internal/webhook", "internal/mail"},

	"internal/savedview": {"internal/fault", "internal/ident"},
	"internal/setup":     {"internal/chain", "internal/fault", "internal/ident"},
	"internal/sso":       {"internal/auth", "internal/chain", "internal/fault", "internal/ident", "internal/limit", "internal/webhook"},

	"internal/demo": {},
	// tier 3, wiring
	"internal/app": {
		"internal/council",
		"internal/sso",
		"internal/auth/passkey",
		"internal/extract",
		"internal/register/inspection", "internal/provision", "internal/api/scim",
		"internal/demo", "internal/register/lifecycle", "internal/register/severity", "internal/coverage",
		"internal/savedview", "internal/setup", "internal/register/retention", "internal/register/casework", "internal/register/clock", "internal/content",
		"internal/api/console", "internal/hot/memory", "internal/hot/redis", "internal/limit", "server/console",
		"internal/approval", "internal/audit", "internal/guard", "internal/jobs", "internal/api/ext", "internal/api/wire", "internal/auth", "internal/chain", "internal/config", "internal/fault", "internal/ident", "internal/obs",
		"internal/policy", "internal/publish", "internal/register", "internal/register/breakglass", "internal/register/feedback", "internal/register/inquiry", "internal/register/reveal", "internal/register/rights", "internal/source", "internal/sqlstore", "rules", "internal/detect/ruletest", "internal/rule", "internal/detect", "internal/policy/plain",
		"internal/report", "internal/report/weekly", "internal/outbox", "internal/webhook", "internal/siem", "internal/mail",
	},
	"internal/testenv": {},
}

// pureCore must build without the operating system, the network, the clock or
// regular expressions, so that the same code runs in the browser.
var pureCore = []string{
	"internal/text", "internal/check", "internal/lexicon", "internal/rule", "internal/detect", "internal/detect/contact", "internal/detect/date", "internal/detect/disguise", "internal/detect/health", "internal/detect/name",
	"internal/detect/nametag", "internal/detect/number", "internal/detect/pass", "internal/detect/place", "internal/detect/secret", "internal/detect/subject",
	"internal/policy", "internal/redact", "internal/guard",
}

var impure = []string{"os", "net", "net/http", "regexp", "log", "log/slog", "io/ioutil", "os/exec", "database/sql"}

func TestImportsRunOneWay(t *testing.T) {
	for pkg, imports := range moduleImports(t) {
		if !strings.HasPrefix(pkg, "internal/") {
			continue
		}
		allowed, listed := mayImport[pkg]
		if !listed {
			t.Errorf("%s has no place in the import rule", pkg)
			continue
		}
		for _, dep := range imports {
			if own, ok := strings.CutPrefix(dep, module); ok && !slices.Contains(allowed, own) {
				t.Errorf("%s may not import %s", pkg, own)
			}
		}
	}
}

func TestPureCoreTouchesNoSystem(t *testing.T) {
	imports := moduleImports(t)
	for _, pkg := range pureCore {
		for _, dep := range imports[pkg] {
			if slices.Contains(impure, dep) {
				t.Errorf("%s may not import %s: the core is pure", pkg, dep)
			}
		}
	}
}

// moduleImports maps each package of the module to its direct imports.
func moduleImports(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	imports := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) > 0 {
			imports[strings.TrimPrefix(fields[0], module)] = fields[1:]
		}
	}
	return imports
}
