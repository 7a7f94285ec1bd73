package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dijkwacht/internal/policy"
)

// rulesFile reads a file that ships with the product.
func rulesFile(t *testing.T, name string) (string, []byte) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "rules", name))
	if err != nil {
		t.Fatal(err)
	}
	return name, data
}

func TestShippedPolicyAndItsTestsAreReadWithoutComplaint(t *testing.T) {
	p, err := Policy(rulesFile(t, "policies/zorg-basis.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	suite, err := PolicyTests(rulesFile(t, "policies/zorg-basis_test.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if p.ID != suite.Policy {
		t.Errorf("the tests are for %q, the policy is %q", suite.Policy, p.ID)
	}
}

func TestShippedCatalogueHoldsSixtyServicesAndFindsThemByHost(t *testing.T) {
	list, err := Destinations(rulesFile(t, "destinations.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 60 {
		t.Errorf("%d services, want at least 60", len(list))
	}
	catalogue := policy.NewCatalogue(list)
	for host, want := range map[string]string{
		"chatgpt.com": "chatgpt", "chatgpt.com:443": "chatgpt", "CLAUDE.ai": "claude", "www.perplexity.ai": "perplexity",
		"perplexity.ai": "perplexity", "gemini.google.com": "gemini", "google.com": "", "notchatgpt.com": "", "chatgpt.com.evil.example": "",
	} {
		got, _ := catalogue.ByHost(host)
		if got.ID != want {
			t.Errorf("%s is %q, want %q", host, got.ID, want)
		}
		if want != "" && got.Class != policy.Unapproved {
			t.Errorf("%s is %s, want unapproved", host, got.Class)
		}
	}
}

func TestShippedMessagesAreShortAndExistInBothLanguages(t *testing.T) {
	texts := policy.Messages{}
	for _, file := range []string{"messages/nl.yaml", "messages/en.yaml"} {
		language, messages, err := Messages(rulesFile(t, file))
		if err != nil {
			t.Fatal(err)
		}
		texts[language] = messages
		for id, text := range messages {
			checkPlain(t, file+" "+id, text)
		}
	}
	for id, text := range texts[policy.Dutch] {
		if strings.Count(text, "{") != strings.Count(texts[policy.English][id], "{") || texts[policy.English][id] == "" {
			t.Errorf("%s: the English text is missing or has other placeholders", id)
		}
	}
	if len(texts[policy.English]) != len(texts[policy.Dutch]) {
		t.Errorf("%d English texts, %d Dutch", len(texts[policy.English]), len(texts[policy.Dutch]))
	}
	for _, id := range []string{"zorg-basis", "zorg-streng", "zorg-coach", "algemeen"} {
		p, err := Policy(rulesFile(t, "policies/"+id+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range p.Rules {
			if texts.Text(policy.Dutch, r.Then.Message) == "" {
				t.Errorf("%s, rule %s: no message %q", id, r.ID, r.Then.Message)
			}
		}
	}
}

// checkPlain asks for at most three sentences of at most fifteen words.
func checkPlain(t *testing.T, where, text string) {
	t.Helper()
	sentences := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".?!", r) })
	if len(sentences) > 3 {
		t.Errorf("%s: %d sentences", where, len(sentences))
	}
	for _, s := range sentences {
		if words := len(strings.Fields(s)); words > 15 {
			t.Errorf("%s: a sentence of %d words", where, words)
		}
	}
}

const head = "apiVersion: dijkwacht/v1\nkind: Policy\nmetadata: {id: p}\nspec:\n"

func TestPolicyNamesEachMistakeWithItsPlace(t *testing.T) {
	rule := "  rules:\n    - id: r\n      when: {any: [{type: bsn}]}\n      then: {action: warn, message: m}\n"
	cases := map[string]struct{ input, want string }{
		"another version":               {strings.Replace(head, "v1", "v2", 1) + rule, "p:1:13: want apiVersion: dijkwacht/v1"},
		"another kind":                  {strings.Replace(head, "Policy", "Rule", 1) + rule, "p:2:7: want kind: Policy"},
		"no id":                         {strings.Replace(head, "{id: p}", "{owner: x}", 1) + rule, "p:3:11: want an id"},
		"an id with capitals":           {strings.Replace(head, "id: p", "id: Pol", 1) + rule, "p:3:16: want an id"},
		"no rules":                      {head + "  fail_mode: open\n", "p:5:3: a policy needs at least one rule"},
		"a fail mode that is none":      {head + "  fail_mode: maybe\n" + rule, `p:5:14: "maybe": want one of closed, local, open`},
		"two rules of one id":           {head + rule + strings.TrimPrefix(rule, "  rules:\n"), "p:9:11: another rule has this id"},
		"a typo in a key":               {head + strings.Replace(rule, "when:", "wehn:", 1), `p:7:7: unknown key "wehn"`},
		"an unknown type":               {head + strings.Replace(rule, "bsn", "bns", 1), `p:7:27: "bns": unknown type`},
		"an unknown action":             {head + strings.Replace(rule, "warn", "stop", 1), `p:8:22: "stop": want one of allow, log`},
		"a rule that allows":            {head + strings.Replace(rule, "warn", "allow", 1), "p:8:22: want an action of log or more"},
		"a warning without a message":   {head + strings.Replace(rule, ", message: m", "", 1), "p:8:13: a rule that speaks to the user needs a message"},
		"a block with an override":      {head + strings.Replace(rule, "warn, ", "block, override: {allow: true}, ", 1), "a blocked message cannot be sent"},
		"reasons without override":      {head + strings.Replace(rule, "warn, ", "warn, override: {allow: false, reasons: [spoed]}, ", 1), "mean nothing without allow: true"},
		"a negative budget":             {head + strings.Replace(rule, "warn, ", "warn, override: {allow: true, budget_per_day: -1}, ", 1), "want 0 or more"},
		"justify without reasons":       {head + strings.Replace(rule, "warn, ", "justify, ", 1), "justify needs allow: true and reasons"},
		"an unknown reason":             {head + strings.Replace(rule, "warn, ", "warn, override: {allow: true, reasons: [zomaar]}, ", 1), `"zomaar": want one of fictief`},
		"an unknown offer":              {head + strings.Replace(rule, "warn, ", "warn, offers: [koffie], ", 1), `"koffie": want one of safe_rewrite`},
		"an unknown mode":               {head + strings.Replace(rule, "when:", "mode: test\n      when:", 1), `p:7:13: "test": want one of enforce`},
		"an empty when":                 {head + strings.Replace(rule, "{any: [{type: bsn}]}", "{}", 1), "p:7:13: a rule needs at least one condition"},
		"same_person alone":             {head + strings.Replace(rule, "{any: [{type: bsn}]}", "{same_person: true}", 1), "same_person needs a condition"},
		"an empty condition":            {head + strings.Replace(rule, "{type: bsn}", "{}", 1), "p:7:20: an empty condition"},
		"a bound without a type":        {head + strings.Replace(rule, "type: bsn", `distinct: ">=2"`, 1), "need a type, any_type or group"},
		"a bound that is none":          {head + strings.Replace(rule, "type: bsn", "type: bsn, count: many", 1), "want a bound such as"},
		"a count within same_person":    {head + strings.Replace(rule, "{any: [{type: bsn", "{same_person: true, any: [{type: bsn, count: 2", 1), "look at the whole text"},
		"a role without same_person":    {head + strings.Replace(rule, "type: bsn", "role: [patient]", 1), "need same_person: true"},
		"an unknown role":               {head + strings.Replace(rule, "{any: [{type: bsn", "{same_person: true, any: [{role: [boss]", 1), `"boss": want one of unknown, patient`},
		"an unknown class":              {head + strings.Replace(rule, "{any:", "{destination: {class: [good]}, any:", 1), `"good": want one of unknown, approved`},
		"conditions four deep":          {head + strings.Replace(rule, "{type: bsn}", "{any: [{any: [{any: [{type: bsn}]}]}]}", 1), "nest at most 3 deep"},
		"an exception without an owner": {head + rule + "  exceptions:\n    - {id: e, rules: [r], reason: x, until: 2027-01-01}\n", "p:10:7: an exception needs an owner"},
		"an exception without a reason": {head + rule + "  exceptions:\n    - {id: e, rules: [r], owner: x, until: 2027-01-01}\n", "an exception needs a reason"},
		"an exception without an end":   {head + rule + "  exceptions:\n    - {id: e, rules: [r], reason: x, owner: x}\n", "an exception needs an end"},
		"an exception for no rule":      {head + rule + "  exceptions:\n    - {id: e, rules: [q], reason: x, owner: x, until: 2027-01-01}\n", "p:10:23: no rule has this id"},
		"two exceptions of one id":      {head + rule + "  exceptions:\n" + strings.Repeat("    - {id: e, rules: [r], reason: x, owner: x, until: 2027-01-01}\n", 2), "p:11:12: another exception has this id"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if _, err := Policy("p", []byte(c.input)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want a mention of %q", err, c.want)
			}
		})
	}
}
