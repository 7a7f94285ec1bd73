package main

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"text/tabwriter"

	"dijkwacht/internal/app"
	"dijkwacht/internal/detect/ruletest"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/source"
	"dijkwacht/rules"
)

type rulesCmd struct {
	List    rulesListCmd    `cmd:"" help:"List the detection rules."`
	Test    rulesTestCmd    `cmd:"" help:"Run the examples of each rule, also pasted into records, tables and messages."`
	Update  rulesUpdateCmd  `cmd:"" help:"Install a signed update of the catalogue, the texts and the rules, or take it back."`
	Sign    rulesSignCmd    `cmd:"" help:"Sign an update, on another machine than the server."`
	Explain rulesExplainCmd `cmd:"" help:"Tell of each finding in a text which rule and evidence made it."`
}

type rulesListCmd struct{}

// Run prints one line a rule.
func (rulesListCmd) Run(p process) error {
	table := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tTYPE\tGROUP\tPACK")
	err := eachRule(func(pack string, r rule.Rule) {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", r.ID, r.Type, r.Type.Group(), pack)
	})
	if err != nil {
		return err
	}
	return table.Flush()
}

// eachRule walks through the rules of the packs that come with the program. The
// name of a pack is that of its directory.
func eachRule(do func(pack string, r rule.Rule)) error {
	return fs.WalkDir(rules.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		pack, _, below := strings.Cut(name, "/")
		if err != nil || !below || pack == "policies" || pack == "messages" || pack == "legal" || path.Ext(name) != ".yaml" {
			return err
		}
		data, err := fs.ReadFile(rules.FS, name)
		if err != nil {
			return fmt.Errorf("read rules: %w", err)
		}
		list, err := source.ReadRules(name, data)
		if err != nil {
			return fmt.Errorf("read rules: %w", err)
		}
		for _, r := range list {
			do(pack, r)
		}
		return nil
	})
}

// ownRules is the flag of the commands that take rules of an organisation.
type ownRules struct {
	Own string `name:"rules" help:"Detection rules of the organisation, beside the ones built in." placeholder:"FILE"`
}

type rulesTestCmd struct {
	ownRules
	Rules []string `arg:"" optional:"" name:"id" help:"Only the rules with these ids, or ids that start like this; with --rules only those of the file."`
}

// Run prints what fails and a line of totals.
func (c *rulesTestCmd) Run(p process) error {
	pack, own, err := app.CompilePack(c.Own)
	if err != nil {
		return err
	}
	var total ruletest.Result
	tested := 0
	for i := range pack.Rules {
		if !c.wants(pack.Rules[i].ID) || len(own) > 0 && i < len(pack.Rules)-len(own) {
			continue
		}
		tested++
		result := ruletest.Run(pack, &pack.Rules[i])
		printFailures(p.out, pack.Rules[i].ID, result.Failures)
		total.Checks += result.Checks
		total.Failures = append(total.Failures, result.Failures...)
	}
	if tested == 0 {
		return fmt.Errorf("no rule has such an id; see dijkwacht rules list")
	}
	fmt.Fprintf(p.out, "%s, %s, %d failed\n", plural(tested, "rule", "rules"), plural(total.Checks, "check", "checks"), len(total.Failures))
	if len(total.Failures) > 0 {
		return errFound
	}
	return nil
}

func (c *rulesTestCmd) wants(id string) bool {
	for _, prefix := range c.Rules {
		if strings.HasPrefix(id, prefix) {
			return true
		}
	}
	return len(c.Rules) == 0
}

func printFailures(w io.Writer, id string, failures []ruletest.Failure) {
	for _, f := range failures {
		fmt.Fprintf(w, "%s: %s: %s\n  %q\n", id, f.Context, f.Problem, f.Text)
	}
}
