package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"dijkwacht/internal/app"
	"dijkwacht/internal/detect"
	"dijkwacht/internal/guard"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/source"
	"dijkwacht/internal/text"
	"dijkwacht/rules"
)

// policyCmd holds the commands about policies.
type policyCmd struct {
	Check   policyCheckCmd   `cmd:"" help:"Read a policy and say what is wrong with it."`
	Test    policyTestCmd    `cmd:"" help:"Run the tests of a policy."`
	Explain policyExplainCmd `cmd:"" help:"Decide on one text and say why each rule matched or not."`
	Replay  policyReplayCmd  `cmd:"" help:"Decide again, by a draft, about what is stored of the last weeks."`
	Schema  policySchemaCmd  `cmd:"" help:"Print the JSON Schema of policies or their tests, for editors."`
	Diff    policyDiffCmd    `cmd:"" help:"Say in sentences what changes between two policies, and what tightens or loosens."`
}

type policyCheckCmd struct {
	Files []string `arg:"" optional:"" name:"file" help:"Policy files, or names of ready policies; none is zorg-basis."`
}

// Run checks the files in turn and lists the mistakes of all of them.
func (c *policyCheckCmd) Run(p process) error {
	if len(c.Files) == 0 {
		c.Files = []string{""}
	}
	var mistakes []error
	for _, file := range c.Files {
		_, checked, err := app.LoadPolicy(file)
		if err != nil {
			mistakes = append(mistakes, err)
			continue
		}
		fmt.Fprintf(p.out, "%s: in order, %s\n", nameOf(file), plural(len(checked.Rules), "rule", "rules"))
	}
	return errors.Join(mistakes...)
}

type policyTestCmd struct {
	Coverage bool   `help:"Fail also when a rule that acts has no test that fires, or none that does not."`
	Tests    string `help:"The tests; by default FILE_test.yaml beside the policy." placeholder:"FILE"`
	File     string `arg:"" optional:"" help:"Policy file, or name of a ready policy; none is zorg-basis."`
}

// Run runs the tests and prints what failed.
func (c *policyTestCmd) Run(p process) error {
	_, tested, err := app.LoadPolicy(c.File)
	if err != nil {
		return err
	}
	suite, err := c.suite()
	if err != nil {
		return err
	}
	if suite.Policy != tested.ID {
		return fmt.Errorf("the tests are for policy %q, not for %q", suite.Policy, tested.ID)
	}
	pack, err := source.LoadPack(rules.FS)
	if err != nil {
		return fmt.Errorf("load rules: %w", err)
	}
	result := suite.Run(tested, scanWith(pack))
	writeSuiteResult(p.out, result, c.Coverage)
	if !result.OK() || c.Coverage && !result.Covered() {
		return errFound
	}
	return nil
}

func (c *policyTestCmd) suite() (*policy.Suite, error) {
	if c.Tests == "" {
		return app.LoadPolicyTests(c.File)
	}
	data, err := os.ReadFile(c.Tests)
	if err != nil {
		return nil, fmt.Errorf("read the tests: %w", cause(err))
	}
	return source.PolicyTests(c.Tests, data)
}

func scanWith(pack *rule.Pack) func(string) *detect.Result {
	return func(text string) *detect.Result {
		result := detect.Scan(pack, text)
		return &result
	}
}

func writeSuiteResult(w io.Writer, r policy.SuiteResult, coverage bool) {
	for _, c := range r.Cases {
		if c.OK {
			continue
		}
		fmt.Fprintf(w, "FAIL %s\n", c.Name)
		for _, line := range c.Wrong {
			fmt.Fprintf(w, "     %s\n", line)
		}
	}
	if coverage {
		for _, id := range r.NeverFired {
			fmt.Fprintf(w, "no test fires rule %s\n", id)
		}
		for _, id := range r.AlwaysFired {
			fmt.Fprintf(w, "each test fires rule %s\n", id)
		}
	}
	fmt.Fprintf(w, "%s passed, %d failed\n", plural(r.Passed, "test", "tests"), r.Failed)
}

type policyExplainCmd struct {
	ownRules
	Policy      string   `help:"Decide by this policy instead of zorg-basis: a ready one by its name, or a file." placeholder:"NAME"`
	Destination string   `help:"The AI service that the text is meant for; by default one that is not approved." placeholder:"ID"`
	Groups      []string `name:"group" help:"A group that the user is in; may be given several times."`
	At          string   `help:"Decide as at this moment (RFC 3339) instead of now." placeholder:"TIME"`
	File        string   `arg:"" optional:"" help:"File to read; - or none is standard input."`
}

// Run explains one decision. It prints kinds and counts, never the text.
func (c *policyExplainCmd) Run(p process) error {
	now := p.now()
	if c.At != "" {
		at, err := time.Parse(time.RFC3339, c.At)
		if err != nil {
			return errors.New("--at wants a time such as 2026-11-23T09:00:00+01:00")
		}
		now = at
	}
	engine, err := newEngine(c.Own, c.Policy, c.Destination, now)
	if err != nil {
		return err
	}
	if c.File == "" {
		c.File = "-"
	}
	prompt, err := readText(p.in, c.File)
	if err != nil {
		return err
	}
	verdict := guard.Inspect(engine.pack, engine.policy, guard.Input{
		Text: prompt, Now: now, Context: policy.Context{Destination: engine.destination, Groups: c.Groups, Units: text.UTF16Len(prompt)},
	})
	explain(p.out, verdict.Features, verdict.Decision)
	if verdict.Decision.Action >= policy.Warn {
		return errFound
	}
	return nil
}

func nameOf(file string) string {
	if file == "" {
		return app.DefaultPolicy
	}
	return file
}
