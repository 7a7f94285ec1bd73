package sqlstore

import (
	"archive/zip"
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"text/template"

	"github.com/pressly/goose/v3/database"
)

//go:embed migrations/*.sql
var migrations embed.FS

// schema is the migrations as one engine reads them. They are one text for both,
// with the functions of dialectOf where the engines differ.
func schema(dialect database.Dialect) (fs.FS, error) {
	texts, err := template.New("").Funcs(dialectOf(dialect)).ParseFS(migrations, "migrations/*.sql")
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	var packed bytes.Buffer // a zip is a file system in memory
	w := zip.NewWriter(&packed)
	for _, t := range texts.Templates() {
		if t.Tree == nil {
			continue
		}
		file, err := w.CreateHeader(&zip.FileHeader{Name: t.Name(), Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if err := t.Execute(file, nil); err != nil {
			return nil, fmt.Errorf("write %s: %w", path.Base(t.Name()), err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
}

// dialectOf are the functions that a migration may use; see the README of migrations.
func dialectOf(dialect database.Dialect) template.FuncMap {
	postgres := dialect == database.DialectPostgres
	only := func(on bool, text string) string {
		if on {
			return text
		}
		return ""
	}
	return template.FuncMap{
		"postgres": func() bool { return postgres },
		"bytewise": func() string { return only(postgres, ` COLLATE "C"`) },
		"keyed":    func() string { return only(!postgres, " WITHOUT ROWID") },
		"isolate": func(table string, options ...string) string {
			return only(postgres, fmt.Sprintf("SELECT isolate(%s);", strings.Join(append([]string{"'" + table + "'"}, options...), ", ")))
		},
		"fixed": func(table string) string {
			if postgres {
				return fmt.Sprintf("CREATE TRIGGER %[1]s_fixed BEFORE UPDATE ON %[1]s FOR EACH ROW EXECUTE FUNCTION refuse_change();", table)
			}
			return refusing(table, "fixed", "UPDATE")
		},
		"evidence": func(table string) string {
			if postgres {
				return fmt.Sprintf("CREATE TRIGGER %[1]s_fixed BEFORE UPDATE OR DELETE ON %[1]s FOR EACH ROW EXECUTE FUNCTION refuse_change();\n"+
					"CREATE TRIGGER %[1]s_kept BEFORE TRUNCATE ON %[1]s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();", table)
			}
			return refusing(table, "fixed", "UPDATE") + "\n" + refusing(table, "kept", "DELETE")
		},
	}
}

// refusing is a trigger of SQLite against an operation on a table.
func refusing(table, name, operation string) string {
	return fmt.Sprintf("-- +goose StatementBegin\nCREATE TRIGGER %[1]s_%[2]s BEFORE %[3]s ON %[1]s\n"+
		"BEGIN SELECT RAISE(ABORT, '%[3]s on %[1]s is not possible'); END;\n-- +goose StatementEnd", table, name, operation)
}
