package sqlstore

import (
	"database/sql"
	"time"
)

// dialect is what differs between the engines besides the migrations. Everything
// else is one text for both.
type dialect struct {
	// begin starts a transaction that is going to write.
	begin string
	// batchTime bounds a transaction of the writer, 0 for none: requests wait less
	// long, and give up by themselves.
	batchTime time.Duration
	// scope makes the rows of an organisation visible until the transaction ends; ""
	// where the engine has no such rule.
	scope string
	// takeChain reads the end of a chain and keeps every other writer from it until
	// the transaction ends.
	takeChain string
	// refused reports whether the database declined one statement, such as for a
	// constraint, and the transaction as such can go on or run again without it.
	refused func(*sql.Conn, error) bool
	// past begins the names through which evidence is deleted that is past its term:
	// the service has no right to delete from the tables themselves.
	past string
	// unnumbered says that values in a row are marked by a plain question mark: the
	// driver looks a name such as $300 up among all others, for each value.
	unnumbered bool
	// holds says that prepared statements hold a connection open until they are
	// closed, which on the others would only cost another wait for the server.
	holds bool
	// passing reports whether a transaction that failed before its commit may well
	// succeed when it runs again at once.
	passing func(error) bool
}

// dropTime bounds the farewell to a connection.
const dropTime = time.Second
