package source

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
)

// packFile is one YAML file of rules.
type packFile struct {
	Rules []rule.Rule `json:"rules"`
}

// ReadRules reads one file of rules. The error is a Problems that points at the
// rules that fail their own check.
func ReadRules(file string, data []byte) ([]rule.Rule, error) {
	var f packFile
	positions, err := Strict(file, data, &f)
	if err != nil {
		return nil, err
	}
	var problems Problems
	for i := range f.Rules {
		if err := f.Rules[i].Check(); err != nil {
			problems = append(problems, positions.At(fmt.Sprintf("rules[%d]", i), err.Error()))
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return f.Rules, nil
}

// LoadPack reads the rules (.yaml in nl, en and secrets), word lists and weights
// below the root of files and compiles them, with the rules of an organisation as
// ReadRules gives them.
func LoadPack(files fs.FS, own ...rule.Rule) (*rule.Pack, error) {
	src, err := ReadPack(files)
	if err != nil {
		return nil, err
	}
	src.Rules = append(src.Rules, own...)
	pack, err := rule.Compile(src)
	if err != nil {
		return nil, fmt.Errorf("compile rules: %w", err)
	}
	return pack, nil
}

// ReadPack is LoadPack without the compilation.
func ReadPack(files fs.FS) (rule.Source, error) {
	var src rule.Source
	for _, dir := range []string{"nl", "en", "secrets"} {
		err := walk(files, dir, ".yaml", func(path string, data []byte) error {
			rules, err := ReadRules(path, data)
			src.Rules = append(src.Rules, rules...)
			return err
		})
		if err != nil {
			return src, err
		}
	}
	err := walk(files, "lexicons", ".txt", func(path string, data []byte) error {
		list, err := lexicon.ParseList(string(data))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		src.Lists = append(src.Lists, list)
		return nil
	})
	if err != nil {
		return src, err
	}
	if src.Tagger, err = optional(files, "weights/names.bin"); err != nil {
		return src, err
	}
	src.CommonWords, err = optional(files, "lexicons/common/common.fuse")
	return src, err
}

// walk calls each for the files below dir with this ending, in order of their path.
func walk(files fs.FS, dir, ending string, each func(path string, data []byte) error) error {
	return fs.WalkDir(files, dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ending) {
			return err
		}
		data, err := fs.ReadFile(files, path)
		if err != nil {
			return fmt.Errorf("read rules: %w", err)
		}
		return each(path, data)
	})
}

// optional reads a file that may be absent.
func optional(files fs.FS, path string) ([]byte, error) {
	data, err := fs.ReadFile(files, path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}
