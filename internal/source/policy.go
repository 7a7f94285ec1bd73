package source

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"dijkwacht/internal/policy"
)

const apiVersion = "dijkwacht/v1"

// envelope is what each document starts with.
type envelope struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
}

// check refuses a document of another kind or version.
func (e envelope) check(at *Positions, kind string) Problems {
	var ps Problems
	if e.APIVersion != apiVersion {
		ps = append(ps, at.At("apiVersion", "want apiVersion: "+apiVersion))
	}
	if e.Kind != kind {
		ps = append(ps, at.At("kind", "want kind: "+kind))
	}
	return ps
}

type policyDocument struct {
	envelope
	Metadata struct {
		ID     string            `json:"id"`
		Owner  string            `json:"owner"`
		Labels map[string]string `json:"labels"`
		// Department whose own rules these are.
		Department string `json:"department"`
	} `json:"metadata"`
	Spec struct {
		FailMode    policy.FailMode    `json:"fail_mode"`
		UnreadFiles policy.OnUnread    `json:"unread_files"`
		FirstCheck  policy.FirstCheck  `json:"first_check"`
		QuietMark   policy.QuietMark   `json:"quiet_mark"`
		TestValues  []string           `json:"test_values"`
		Rules       []policy.Rule      `json:"rules"`
		Exceptions  []policy.Exception `json:"exceptions"`
	} `json:"spec"`
}

// Policy reads a document of kind Policy and checks that it makes sense. The error
// is a Problems.
func Policy(file string, data []byte) (*policy.Policy, error) {
	var doc policyDocument
	at, err := Strict(file, data, &doc)
	if err != nil {
		return nil, err
	}
	problems := doc.check(at, "Policy")
	p := &policy.Policy{
		ID: doc.Metadata.ID, Owner: doc.Metadata.Owner, Labels: doc.Metadata.Labels, Department: doc.Metadata.Department,
		FailMode: doc.Spec.FailMode, UnreadFiles: doc.Spec.UnreadFiles, FirstCheck: doc.Spec.FirstCheck, QuietMark: doc.Spec.QuietMark, TestValues: doc.Spec.TestValues,
		Rules: doc.Spec.Rules, Exceptions: doc.Spec.Exceptions,
	}
	for _, issue := range policy.Check(p) {
		path := "spec." + issue.Path
		if issue.Path == "id" {
			path = "metadata.id"
		}
		problems = append(problems, at.At(path, issue.Text))
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return p, nil
}

type policyTestDocument struct {
	envelope
	policy.Suite
}

// PolicyTests reads a document of kind PolicyTest. The error is a Problems.
func PolicyTests(file string, data []byte) (*policy.Suite, error) {
	var doc policyTestDocument
	at, err := Strict(file, data, &doc)
	if err != nil {
		return nil, err
	}
	problems := doc.check(at, "PolicyTest")
	if doc.Policy == "" {
		problems = append(problems, at.At("policy", "want the id of the policy under test"))
	}
	if doc.Now.IsZero() {
		problems = append(problems, at.At("now", "want the moment at which the tests run"))
	}
	for i, c := range doc.Cases {
		path := "cases[" + strconv.Itoa(i) + "]"
		if c.Name == "" {
			problems = append(problems, at.At(path+".name", "a case needs a name"))
		}
		if _, known := doc.Destinations[c.Given.Destination]; !known {
			problems = append(problems, at.At(path+".given.destination", "no destination of the suite has this name"))
		}
		if c.Text != "" && c.Features != nil {
			problems = append(problems, at.At(path+".features", "give a text or features, not both"))
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return &doc.Suite, nil
}

// Destinations reads a document of kind Destinations: the catalogue of AI services.
// An entry without a class is unapproved.
// The error is a Problems.
func Destinations(file string, data []byte) ([]policy.Destination, error) {
	var doc struct {
		envelope
		Destinations []policy.Destination `json:"destinations"`
	}
	at, err := Strict(file, data, &doc)
	if err != nil {
		return nil, err
	}
	problems := doc.check(at, "Destinations")
	for _, issue := range policy.CheckDestinations(doc.Destinations) {
		problems = append(problems, at.At(issue.Path, issue.Text))
	}
	if len(problems) > 0 {
		return nil, problems
	}
	for i := range doc.Destinations {
		if doc.Destinations[i].Class == policy.ClassUnknown {
			doc.Destinations[i].Class = policy.Unapproved
		}
	}
	return doc.Destinations, nil
}

// Messages reads a document of kind Messages: the texts of one language. The error
// is a Problems.
func Messages(file string, data []byte) (policy.Language, map[string]string, error) {
	var doc struct {
		envelope
		Language policy.Language   `json:"language"`
		Messages map[string]string `json:"messages"`
	}
	at, err := Strict(file, data, &doc)
	if err != nil {
		return policy.LanguageUnknown, nil, err
	}
	problems := doc.check(at, "Messages")
	if doc.Language == policy.LanguageUnknown {
		problems = append(problems, at.At("language", "want nl or en"))
	}
	if len(problems) > 0 {
		return policy.LanguageUnknown, nil, problems
	}
	return doc.Language, doc.Messages, nil
}

// DifficultWords reads a document of kind DifficultWords: words and phrases in
// lower case, each with a plainer one. The error is a Problems.
func DifficultWords(file string, data []byte) (map[string]string, error) {
	var doc struct {
		envelope
		Words map[string]string `json:"words"`
	}
	at, err := Strict(file, data, &doc)
	if err != nil {
		return nil, err
	}
	problems := doc.check(at, "DifficultWords")
	for _, word := range slices.Sorted(maps.Keys(doc.Words)) {
		if doc.Words[word] == "" || word != strings.ToLower(word) {
			problems = append(problems, at.At("words."+word, "want a word in lower case, and a plainer one"))
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return doc.Words, nil
}
