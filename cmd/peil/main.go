// Command peil turns messy exports into facts and facts into reports that can be
// signed: it is the only place with flags, environment, clock and exit codes.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // the closed server may lack zone files

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/release"
)

// Exit codes; docs/commands.md lists them for users.
const (
	exitDone        = 0
	exitFault       = 1
	exitInvalid     = 2
	exitBusy        = 3
	exitBlocked     = 4
	exitUnavailable = 5
)

func main() {
	collectLess()
	a := &app{in: os.Stdin, out: os.Stdout, diag: os.Stderr, who: systemUser, ends: true}
	os.Exit(a.run(os.Args[1:]))
}

// collectLess lets the heap grow to five times what is in use before it is collected: it
// is small beside what the engine holds, and collecting it at twice its size is a
// twentieth of a run. Near the limit it is collected as often as that needs.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(512 << 20)
	}
}

// run is main without the process: tests call it as the command peil.
func run(args []string, in io.Reader, out, diag io.Writer) int {
	return (&app{in: in, out: out, diag: diag, who: systemUser}).run(args)
}

// run runs one command and gives its exit code.
func (a *app) run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// Who asks a second time does not wait for what the first one cannot end at once.
	context.AfterFunc(ctx, stop)
	root := a.command()
	onlyKnown(root)
	root.SetArgs(args)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.diag)
	return a.report(root.ExecuteContext(ctx))
}

// report prints every error once, in the form that users know, and picks the
// exit code of the most pressing one.
func (a *app) report(err error) int {
	if err == nil {
		return exitDone
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(a.diag, "peil: stopped on request; the last good snapshot stays current")
		return exitFault
	}
	leaves := oneOfEach(models.Flatten(err))
	for i, e := range leaves {
		if i == maxErrors {
			fmt.Fprintf(a.diag, "peil: and %d more\n", len(leaves)-i)
			break
		}
		fmt.Fprintf(a.diag, "peil: %s\n", e)
	}
	switch models.CodeOf(errors.Join(leaves...)) {
	case models.Invalid:
		return exitInvalid
	case models.Busy:
		return exitBusy
	case models.Blocked:
		return exitBlocked
	case models.Unavailable:
		return exitUnavailable
	}
	return exitFault
}

// defaultData is the folder of the warehouse when --data does not say.
const defaultData = "./data"

// maxErrors bounds a screen: a wrong delivery can have one message a row, and
// peil rejects lists them all.
const maxErrors = 40

// app carries what every command shares.
type app struct {
	in        io.Reader
	out, diag io.Writer

	data    string
	project string
	json    bool
	quiet   bool

	made []madeEdition // by this command, in order
	who  func() (release.Person, error)
	ends bool // the process ends with this command
}

func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "peil",
		Short: "From messy exports to figures that can be signed",
		Long: `Peil pulls exports into Parquet, turns them into facts with SQL, and writes
HTML reports in which every figure can be traced to the file it came from.

Begin with "peil demo".`,
		SilenceUsage:      true,
		SilenceErrors:     true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: false},
		PersistentPreRunE: noneEmpty,
	}
	flags := root.PersistentFlags()
	flags.StringVar(&a.data, "data", defaultData, "folder of the warehouse")
	flags.StringVar(&a.project, "project", "", "folder of a project; the built-in one when absent")
	flags.BoolVar(&a.json, "json", false, "print the result as JSON")
	flags.BoolVar(&a.quiet, "quiet", false, "print no progress")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		var wrong *pflag.InvalidValueError
		if errors.As(err, &wrong) {
			if want, ok := flagValues[wrong.GetFlag().Value.Type()]; ok {
				return usage("--"+wrong.GetFlag().Name+" "+wrong.GetValue(), "is not "+want, "see "+cmd.CommandPath()+" -h")
			}
		}
		return usage(cmd.CommandPath(), err.Error(), "see "+cmd.CommandPath()+" -h")
	})
	root.AddCommand(
		a.demoCommand(), a.runCommand(), a.reportCommand(), a.attackCommand(), a.publishCommand(), a.approveCommand(), a.sqlCommand(), a.metricCommand(), a.metricsCommand(), a.analyseCommand(),
		a.statusCommand(), a.checksCommand(), a.rejectsCommand(), a.retryCommand(), a.explainCommand(), a.diffCommand(), a.lineageCommand(), a.docsCommand(), a.verifyCommand(), a.initCommand(),
		a.scheduleCommand(), a.keyCommand(), a.eraseCommand(), a.retentionCommand(), a.gcCommand(), a.privacyCommand(), a.conformanceCommand(), a.versionCommand(),
	)
	return root
}

// usage is the error of a wrong argument.
func usage(where, what, fix string) error {
	return &models.Error{Code: models.Invalid, Where: where, What: what, Fix: fix}
}

// flagValues say what flags of a type want.
var flagValues = map[string]string{"int": "a whole number", "uint64": "a whole number from 0", "float64": "a number", "bool": "true or false"}

// exactArgs refuses another number of arguments in the words of the command.
func exactArgs(n int, want string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == n {
			return nil
		}
		return usage(cmd.CommandPath(), "has "+prose.Counted(len(args), "argument")+", want "+want, "see "+cmd.CommandPath()+" -h")
	}
}

// mostArgs refuses more arguments, in the words of the command.
func mostArgs(n int, want string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) <= n {
			return nil
		}
		return exactArgs(n, want)(cmd, args)
	}
}

func (a *app) layout() models.Layout { return models.Layout{Root: a.data} }
