// Command dijkwacht is the server and the administrator's tool in one binary.
// Each command lives in its own file; this one only parses and reports.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"dijkwacht/internal/app"
)

// cli has one field per command.
type cli struct {
	Serve        serveCmd        `cmd:"" help:"Run the service."`
	EnrolmentKey enrolmentKeyCmd `cmd:"" name:"enrolment-key" help:"Make, list and revoke enrolment keys."`
	User         userCmd         `cmd:"" help:"Add people, list them, and let them begin anew."`
	Org          orgCmd          `cmd:"" help:"Add and list organisations."`
	Device       deviceCmd       `cmd:"" help:"List and revoke devices."`
	Keys         keysCmd         `cmd:"" help:"List and rotate the keys that the service signs with."`
	Reveal       revealCmd       `cmd:"" help:"Say who a pseudonym is, once two people agree, and make the key for it."`
	Register     registerCmd     `cmd:"" help:"List, export and verify the breach register."`
	Health       healthCmd       `cmd:"" help:"Ask the running service whether it is ready."`
	Policy       policyCmd       `cmd:"" help:"Check, test and explain policies."`
	Scan         scanCmd         `cmd:"" help:"Detect and decide on texts, on this machine."`
	Rules        rulesCmd        `cmd:"" help:"List, test and explain the detection rules."`
	Bench        benchCmd        `cmd:"" help:"Measure the speed of detection on one core."`
	Report       reportCmd       `cmd:"" help:"Print the weekly report from the register."`
	Backup       backupCmd       `cmd:"" help:"Copy the database to a file, beside the running service."`
	Restore      restoreCmd      `cmd:"" help:"Put a backup in place, once its register proves whole."`
	Purge        purgeCmd        `cmd:"" help:"Count what is past its term, and delete it once two people agree."`
	Migrate      migrateCmd      `cmd:"" help:"Bring the schema of the database up to date."`
	Extract      extractCmd      `cmd:"" hidden:""`
	Version      versionCmd      `cmd:"" help:"Print the version."`
}

// process is what a command may use of the machine around it.
type process struct {
	in       io.Reader
	out, err io.Writer
	now      func() time.Time
}

// Exit codes of every command.
const (
	exitFine  = 0 // done, or nothing to warn about
	exitFound = 1 // done, and there is something to act on
	exitError = 2 // not done: wrong use, broken input, failure
)

// errFound ends a command with exitFound and no message: what was found has
// been printed.
var errFound = errors.New("found")

func main() {
	if err := app.NoCoreDumps(); err != nil {
		os.Exit(finish(os.Stderr, fmt.Errorf("switch off core dumps: %w", err)))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends the process at once: what was acknowledged is on disk.
	context.AfterFunc(ctx, stop)
	code := run(ctx, os.Args[1:], process{in: os.Stdin, out: os.Stdout, err: os.Stderr, now: time.Now})
	stop()
	os.Exit(code)
}

// run parses the arguments, runs the command and returns its exit code.
func run(ctx context.Context, args []string, p process) int {
	var commands cli
	exited := -1
	parser := kong.Must(&commands,
		kong.Name("dijkwacht"),
		kong.Description("Holds prompts for AI services until they are checked for personal data and secrets."),
		kong.Writers(p.out, p.err),
		kong.Exit(func(code int) { exited = code }),
		kong.Bind(p),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	command, err := parser.Parse(args)
	if exited >= 0 { // --help
		return exited
	}
	if err != nil {
		return finish(p.err, usageError(err))
	}
	return finish(p.err, command.Run())
}

// finish writes the error in one line and returns the exit code.
func finish(w io.Writer, err error) int {
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errFound):
		return exitFound
	}
	fmt.Fprintf(w, "dijkwacht: %v\n", err)
	return exitError
}
