// Package sqlstore keeps everything of record in SQL. It acknowledges a write only
// when it is on disk. It holds no domain rules: what belongs together in one write
// is decided by the packages whose interfaces it fulfils.
package sqlstore
