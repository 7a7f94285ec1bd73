// Package testenv starts real PostgreSQL and Redis servers from local binaries
// for tests, each with a folder, a socket or port and a life of its own.
//
// It does not skip: where a server is missing the test fails and names the
// command that installs it. It does not use containers, networks or servers
// that already run.
package testenv
