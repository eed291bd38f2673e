package io.github.defenderroutes.command;

import io.github.defenderroutes.StartException;
import io.github.defenderroutes.control.NotReachedException;
import io.github.defenderroutes.ledger.LedgerException;
import io.github.defenderroutes.settings.SettingsException;
import java.io.PrintWriter;
import java.util.List;
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
        synopsisSubcommandLabel = "<command>")
public final class Main {
    private static final int PROBLEMS = 1;
    private static final String LOGGING = "logback.configurationFile";

    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
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
            WebUserCommand.class);

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
        return program(arguments)
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

    /** What such a command line is read and carried out by. To make all commands takes a tenth of a start, so it may know one only. */
    static CommandLine program(String... arguments) {
        CommandLine program = new CommandLine(new Main());
        COMMANDS.stream()
                .filter(command -> arguments.length > 0 && name(command).equals(arguments[0]))
                .findFirst()
                .<List<Class<?>>>map(List::of)
                .orElse(COMMANDS)
                .forEach(program::addSubcommand);
        return program;
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
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
