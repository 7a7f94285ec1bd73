package app

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"dijkwacht/internal/detect/ruletest"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/source"
	"dijkwacht/rules"
)

// LoadPack compiles the rules that come with the program and those of the
// organisation in the file, if one is named. Rules of an organisation whose own
// examples fail are refused: they would not do what their author believes.
func LoadPack(ownRules string) (*rule.Pack, error) {
	if ownRules == "" {
		return builtIn()
	}
	return loadPack(rules.FS, ownRules)
}

// builtIn are the rules of the program alone, compiled once: a pack never changes.
var builtIn = sync.OnceValues(func() (*rule.Pack, error) { return loadPack(rules.FS, "") })

// loadPack is LoadPack from other files than those of the program.
func loadPack(files fs.FS, ownRules string) (*rule.Pack, error) {
	pack, own, err := compilePack(files, ownRules)
	if err != nil {
		return nil, err
	}
	for i := range own {
		if failed := ruletest.Run(pack, &own[i]).Failures; len(failed) > 0 {
			return nil, fmt.Errorf("rule %s fails its own example (%s): %s; see dijkwacht rules test --rules", own[i].ID, failed[0].Context, failed[0].Problem)
		}
	}
	return pack, nil
}

// CompilePack is LoadPack without running the examples of the organisation's
// rules, which it returns too.
func CompilePack(ownRules string) (*rule.Pack, []rule.Rule, error) {
	return compilePack(rules.FS, ownRules)
}

func compilePack(files fs.FS, ownRules string) (*rule.Pack, []rule.Rule, error) {
	var own []rule.Rule
	var document []byte
	if ownRules != "" {
		var err error
		if document, err = os.ReadFile(ownRules); err != nil {
			return nil, nil, fmt.Errorf("read rules: %w", pathless(err))
		}
		if own, err = source.ReadRules(filepath.Base(ownRules), document); err != nil {
			return nil, nil, fmt.Errorf("the rules are not valid: %w", err)
		}
	}
	pack, err := source.LoadPack(files, own...)
	if err != nil {
		return nil, nil, fmt.Errorf("load rules: %w", err)
	}
	pack.Version, err = rulesVersion(files, document)
	return pack, own, err
}

// pathless is the cause of an error of the file system, without the path that the
// user typed and sees.
func pathless(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// rulesVersion names the rules by what they are: equal files give equal versions.
// Policies and messages have versions of their own.
func rulesVersion(files fs.FS, own []byte) (string, error) {
	sum := sha256.New()
	for _, dir := range []string{"nl", "en", "secrets", "lexicons", "weights"} {
		err := fs.WalkDir(files, dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			content, err := fs.ReadFile(files, path)
			fmt.Fprintf(sum, "%s %d\n", path, len(content))
			sum.Write(content)
			return err
		})
		if err != nil {
			return "", fmt.Errorf("read rules: %w", err)
		}
	}
	sum.Write(own)
	return hex.EncodeToString(sum.Sum(nil))[:12], nil
}
