package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"dijkwacht/internal/content"
	"dijkwacht/internal/detect/ruletest"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/source"
	"dijkwacht/internal/sqlstore"
	"dijkwacht/rules"
)

// startContent lays the update in force over what comes with the program: the rules
// of detection until the next start, the rest until followContent.
func (a *App) startContent(ctx context.Context) error {
	u, err := a.store.ActiveContent(ctx)
	if err != nil || u.Version == 0 {
		return err
	}
	files := content.Overlay(rules.FS, u)
	if a.core.Pack, err = loadPack(files, a.cfg.Rules); err != nil {
		return errUpdate(err)
	}
	if a.content, err = readContent(files); err != nil {
		return errUpdate(err)
	}
	a.content.Serial = u.Version
	return nil
}

// followContent takes the catalogue and the texts of another update.
func (a *App) followContent(ctx context.Context) error {
	u, err := a.store.ActiveContent(ctx)
	if err != nil || u.Version == a.policies.Content().Serial {
		return err
	}
	c, err := readContent(content.Overlay(rules.FS, u))
	if err != nil {
		return fault.Wrap(fault.Internal, errors.New("this release cannot read the content update"))
	}
	c.Serial = u.Version
	a.policies.SetContent(c)
	return nil
}

func errUpdate(err error) error {
	return fmt.Errorf("read the content update (take it back with dijkwacht rules update --rollback): %w", err)
}

// readContent reads the catalogue and the texts.
func readContent(files fs.FS) (publish.Content, error) {
	c := publish.Content{Messages: policy.Messages{}}
	document, err := fs.ReadFile(files, "destinations.yaml")
	if err != nil {
		return c, err
	}
	if c.Destinations, err = source.Destinations("destinations.yaml", document); err != nil {
		return c, fmt.Errorf("load destinations: %w", err)
	}
	for _, file := range []string{"nl.yaml", "en.yaml"} {
		if document, err = fs.ReadFile(files, "messages/"+file); err != nil {
			return c, err
		}
		language, texts, err := source.Messages(file, document)
		if err != nil {
			return c, fmt.Errorf("load messages: %w", err)
		}
		c.Messages[language] = texts
	}
	return c, nil
}

// InstallContent checks an update whole, puts it in force, and writes to the chain
// of each organisation that it came. Rules whose own examples fail are refused.
func InstallContent(ctx context.Context, store *sqlstore.Store, u content.Update, opts Options) error {
	if err := checkContent(u); err != nil {
		return err
	}
	err := store.InstallContent(ctx, u, opts.Now())
	if errors.Is(err, fault.E(fault.Conflict)) {
		return errors.New("this update, or a newer one, was installed before")
	}
	if err != nil {
		return err
	}
	return noteContent(ctx, store, "content.updated", u.Version, opts)
}

// RollbackContent takes the update in force back and returns the version that is in
// force now, 0 for what came with the program.
func RollbackContent(ctx context.Context, store *sqlstore.Store, opts Options) (int, error) {
	u, err := store.RollbackContent(ctx)
	if errors.Is(err, fault.E(fault.NotFound)) {
		return 0, errors.New("no update is in force")
	}
	if err != nil {
		return 0, err
	}
	return u.Version, noteContent(ctx, store, "content.rolled_back", u.Version, opts)
}

func checkContent(u content.Update) error {
	files := content.Overlay(rules.FS, u)
	c, err := readContent(files)
	if err != nil {
		return err
	}
	for id, text := range c.Messages[policy.Dutch] {
		dutch, known := policy.PlaceholdersOf(text)
		english, also := policy.PlaceholdersOf(c.Messages.Text(policy.English, id))
		if !known || !also || fmt.Sprint(dutch) != fmt.Sprint(english) {
			return fmt.Errorf("the text %s has other placeholders in Dutch and in English, or one that is not known", id)
		}
	}
	pack, _, err := compilePack(files, "")
	if err != nil {
		return err
	}
	for name, text := range u.Files {
		if name == "destinations.yaml" || name == "messages/nl.yaml" || name == "messages/en.yaml" {
			continue
		}
		list, err := source.ReadRules(name, []byte(text))
		if err != nil {
			return err
		}
		for i := range list {
			if failed := ruletest.Run(pack, &list[i]).Failures; len(failed) > 0 {
				return fmt.Errorf("rule %s fails its own example (%s): %s", list[i].ID, failed[0].Context, failed[0].Problem)
			}
		}
	}
	return nil
}

func noteContent(ctx context.Context, store *sqlstore.Store, action string, version int, opts Options) error {
	list, err := store.Organisations(ctx)
	for _, o := range list {
		entry, failed := ident.Operator(o.ID).Draft(action, fmt.Sprintf("content/%d", version), int64(version), ident.OutcomeDone, nil, opts.Now())
		if failed == nil {
			failed = store.AppendEntry(ctx, o.ID, entry)
		}
		err = errors.Join(err, failed)
	}
	return err
}
