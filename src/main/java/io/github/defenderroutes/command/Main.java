package io.github.defenderroutes.command;

import io.github.defenderroutes.StartException;
import io.github.defenderroutes.control.NotReachedException;
import io.github.defenderroutes.ledger.LedgerException;
import io.github.defenderroutes.settings.SettingsException;
import java.io.PrintWriter;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program: {@code java -jar defender-routes.jar <command>}. */
@Command(
        name = "defender-routes",
        description = "Polls Microsoft Defender for Endpoint alerts, isolates devices and mails the SOC.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            StatusCommand.class,
            ParkedCommand.class,
            ResubmitCommand.class,
            IsolationsCommand.class,
            ReleaseCommand.class,
            ApprovalsCommand.class,
            ApproveCommand.class,
            DenyCommand.class,
            RunsCommand.class,
            ReportCommand.class,
            ReloadCommand.class,
            HandleCommand.class,
            HuntCommand.class,
            DemoCommand.class,
            DiagramCommand.class,
            LintCommand.class,
            TestCommand.class,
            ExplainCommand.class,
            ReplayCommand.class,
            StandInCommand.class,
            KillSwitchCommand.class,
            BreakerCommand.class,
            ChangesCommand.class,
            AuditCommand.class,
            InspectCommand.class,
            PrepareCommand.class,
            NewCommand.class,
            KeptRunsCommand.class,
            WebUserCommand.class
        },
        synopsisSubcommandLabel = "<command>")
public final class Main {
    private static final int PROBLEMS = 1;
    private static final String LOGGING = "logback.configurationFile";

    /** Failures whose message says all that a person needs; others are mistakes of ours and keep their stack trace. */
    private static final Set<Class<? extends Exception>> SAID_IN_FULL =
            Set.of(SettingsException.class, StartException.class, LedgerException.class, NotReachedException.class);

    Main() {}

    public static void main(String[] arguments) {
        // else jakarta.mail looks through every jar for it, some fifteen times for each mail
        System.setProperty("jakarta.mail.util.StreamProvider", "org.eclipse.angus.mail.util.MailStreamProvider");
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(
                    LOGGING, "log/logback.xml"); // at the root of our jar Logback would take it in any application
        }
        System.exit(execute(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    /**
     * Carries out one command line, with the system properties and the environment of this process.
     *
     * @param problems what goes to standard error otherwise
     * @return the exit code
     */
    public static int execute(PrintWriter out, PrintWriter problems, String... arguments) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(problems)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (SAID_IN_FULL.stream().anyMatch(kind -> kind.isInstance(failure))) {
                        command.getErr().println(failure.getMessage());
                        command.getErr().flush();
                        return PROBLEMS;
                    }
                    throw failure;
                })
                .execute(arguments);
    }

    /** The release, as the jar's manifest names it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Defender Routes " + text()};
        }

        static String text() {
            String version = Main.class.getPackage().getImplementationVersion();
            return version == null ? "(built from source)" : version;
        }
    }
}
