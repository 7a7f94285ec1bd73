package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/source"
	"dijkwacht/rules"
)

// DefaultPolicy is the ready policy in force when no other is chosen.
const DefaultPolicy = "zorg-basis"

// ReadyPolicies lists the policies that come with the program.
func ReadyPolicies() ([]string, error) {
	files, err := fs.Glob(rules.FS, "policies/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list ready policies: %w", err)
	}
	var ids []string
	for _, file := range files {
		if id := strings.TrimSuffix(path.Base(file), ".yaml"); !strings.HasSuffix(id, testSuffix) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// LoadPolicy reads a ready policy by its id, such as "zorg-streng", or a policy
// file; "" is DefaultPolicy. It also returns the document. When the policy has
// mistakes the error is a source.Problems.
func LoadPolicy(name string) ([]byte, *policy.Policy, error) {
	document, file, err := readDocument(name, "")
	if err != nil {
		return nil, nil, err
	}
	p, err := source.Policy(file, document)
	return document, p, err
}

// LoadPolicyTests reads the tests of a policy that LoadPolicy reads: those that
// come with a ready one, or FILE_test.yaml beside the file.
func LoadPolicyTests(name string) (*policy.Suite, error) {
	document, file, err := readDocument(name, testSuffix)
	if err != nil {
		return nil, err
	}
	return source.PolicyTests(file, document)
}

// ReadyTests is the document of the tests that come with a ready policy, "" for
// DefaultPolicy; nil for anything else.
func ReadyTests(id string) []byte {
	if id == "" {
		id = DefaultPolicy
	}
	document, err := rules.FS.ReadFile("policies/" + id + testSuffix + ".yaml")
	if err != nil {
		return nil
	}
	return document
}

const testSuffix = "_test"

func readDocument(name, suffix string) (document []byte, file string, err error) {
	if name == "" {
		name = DefaultPolicy
	}
	if ready := "policies/" + name + suffix + ".yaml"; fs.ValidPath(ready) {
		if document, err = rules.FS.ReadFile(ready); err == nil {
			return document, path.Base(ready), nil
		}
	}
	extension := filepath.Ext(name)
	file = strings.TrimSuffix(name, extension) + suffix + extension
	document, err = os.ReadFile(file)
	if err == nil {
		return document, file, nil
	}
	what := "the policy"
	if suffix != "" {
		what = "the tests of the policy"
	}
	ready, listErr := ReadyPolicies()
	if errors.Is(err, fs.ErrNotExist) && listErr == nil {
		return nil, "", fmt.Errorf("read %s: no such file; ready policies are %s", what, strings.Join(ready, ", "))
	}
	return nil, "", fmt.Errorf("read %s: %w", what, withoutPath(err))
}

// withoutPath is the error without the path that the system wraps around it.
func withoutPath(err error) error {
	var wrapped *fs.PathError
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}
