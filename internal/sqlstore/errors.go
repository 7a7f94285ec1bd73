package sqlstore

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"dijkwacht/internal/fault"
)

// storeError adds the code of a failed store, and takes out of the text what may
// hold stored values, so that the rest is fit for the log. A failure that has a
// code keeps it.
func storeError(err error) error {
	var coded *fault.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &coded):
		return err
	case errors.Is(err, sql.ErrNoRows):
		return fault.E(fault.NotFound)
	}
	return fault.Wrap(fault.StoreUnavailable, tellable(err))
}

// tellable is what may be said of an error of a driver. SQLite names tables and
// columns, PostgreSQL quotes values, and of other errors only the kind is known to
// be harmless.
func tellable(err error) error {
	var lite *sqlite.Error
	var refusal *pgconn.PgError
	var connect *pgconn.ConnectError
	var unfit errSettings
	switch {
	case errors.As(err, &unfit):
		return unfit
	case errors.As(err, &refusal):
		return toldError{refusal}
	case errors.As(err, &lite), errors.Is(err, errDamaged), errors.Is(err, errScope):
		return err
	case errors.As(err, &connect):
		return fmt.Errorf("cannot connect to PostgreSQL at %s: %w", connect.Config.Host, unwrapAll(err))
	}
	return fmt.Errorf("the database failed with %T", unwrapAll(err))
}

// toldError is a refusal of PostgreSQL without the values in it. What is wrong with a
// statement itself (class 42) names no values.
type toldError struct{ cause *pgconn.PgError }

func (e toldError) Error() string {
	about := cmp.Or(e.cause.ConstraintName, e.cause.TableName)
	if e.cause.Code[:2] == "42" {
		about = e.cause.Message
	}
	return strings.TrimSpace("PostgreSQL: SQLSTATE " + e.cause.Code + " " + about)
}

// unwrapAll is the innermost error.
func unwrapAll(err error) error {
	for next := errors.Unwrap(err); next != nil; next = errors.Unwrap(err) {
		err = next
	}
	return err
}
