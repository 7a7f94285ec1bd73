package council

import (
	"slices"
	"strings"

	"dijkwacht/internal/register/retention"
)

// About says whose data a table holds.
type About string

// Staff are the people whose browser is guarded, Users those who work in the console;
// Nobody is what keeps the service running.
const (
	Staff  About = "staff"
	Users  About = "users"
	Nobody About = "nobody"
)

// Purpose is what data are kept for.
type Purpose string

// The purposes.
const (
	Guarding  Purpose = "guarding"  // holding messages until they were looked at
	Register  Purpose = "register"  // the documentation of breaches (GDPR article 33(5))
	Identity  Purpose = "identity"  // disclosing who is behind a pseudonym, by two people
	Rights    Purpose = "rights"    // answering employees about their own data
	Oversight Purpose = "oversight" // showing that the guard works, in counts
	Access    Purpose = "access"    // signing in to the console, and who may do what
	Evidence  Purpose = "evidence"  // saying afterwards who did what
	Policing  Purpose = "policy"    // the rules by which messages are judged
	Delivery  Purpose = "delivery"  // mail, webhooks and log messages
	Running   Purpose = "running"   // work of the service itself
)

// Basis is the ground in law.
type Basis string

// The grounds: articles of the GDPR.
const (
	Interest Basis = "art6_1_f" // with article 32: security of processing
	Duty     Basis = "art6_1_c" // with article 33(5)
	None     Basis = "none"     // no personal data
)

// Keep says how long something is kept: a term of the organisation, or one of the
// fixed terms below.
type Keep string

// The fixed terms.
const (
	KeepMinutes Keep = "minutes" // until the token that it guards has ended
	KeepDay     Keep = "day"     // at most a day
	KeepMonth3  Keep = "90_days" // 90 days after delivery
	KeepUse     Keep = "use"     // while it is used, and until somebody removes it
	KeepAccount Keep = "account" // as long as there is the account
	KeepDevice  Keep = "device"  // as long as the device is enrolled
	KeepAlways  Keep = "always"  // as long as the organisation uses the service
)

// Kept is the term of the organisation for a kind of data.
func Kept(k retention.Kind) Keep { return Keep(k) }

// Table is what is said of a table of the database.
type Table struct {
	Name    string
	About   About
	Purpose Purpose
	Basis   Basis
	Keep    Keep
	// Columns are all columns, with spaces between them.
	Columns string
	// Body are the members of the JSON object in the column body, where the table is
	// about staff.
	Body string
}

// Field is one column, or one member of the object in a column, in words.
type Field struct {
	Name   string // such as "events.at", or "events.body.at"
	NL, EN string
}

// Tables are all tables of the database, those about staff first.
var Tables = slices.Concat(staffTables, userTables, serviceTables)

// Personal reports whether the table is about people of the organisation.
func (t Table) Personal() bool { return t.About != Nobody }

// Fields lists what the table holds, in words.
func (t Table) Fields() []Field {
	var list []Field
	for _, c := range strings.Fields(t.Columns) {
		nl, en := said(t.Name+"."+c, c)
		list = append(list, Field{t.Name + "." + c, nl, en})
	}
	for _, m := range strings.Fields(t.Body) {
		nl, en := said(t.Name+".body."+m, m)
		list = append(list, Field{t.Name + ".body." + m, nl, en})
	}
	return list
}

// said is what the words say of a field: of this one, or of all with this name.
func said(whole, name string) (nl, en string) {
	for _, key := range []string{whole, name} {
		if w, known := fieldWords[key]; known {
			return w[0], w[1]
		}
	}
	return "", ""
}

// FieldOf finds a field by its whole name.
func FieldOf(name string) (Field, bool) {
	for _, t := range Tables {
		if !strings.HasPrefix(name, t.Name+".") {
			continue
		}
		for _, f := range t.Fields() {
			if f.Name == name {
				return f, true
			}
		}
	}
	return Field{}, false
}
