package io.github.defenderroutes.command;

import io.github.defenderroutes.StartException;
import io.github.defenderroutes.standin.StandIn;
import io.github.defenderroutes.standin.StandInOptions;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code standin}: the imitation of a tenant and a mail server alone, for others to try things against. */
@Command(
        name = "standin",
        description = "Serves the imitation of a tenant and a mail server on this machine, with the demo's alerts.",
        mixinStandardHelpOptions = true)
final class StandInCommand implements Callable<Integer> {
    @Option(names = "--port", defaultValue = "8443", description = "The https port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--graph-port",
            defaultValue = "8444",
            description = "Microsoft Graph's (default: ${DEFAULT-VALUE}).")
    private int graphPort;

    @Option(names = "--smtp-port", defaultValue = "8025", description = "The SMTP port (default: ${DEFAULT-VALUE}).")
    private int smtpPort;

    @Spec
    private CommandSpec spec;

    private StandIn start() {
        try {
            return StandIn.start(
                    StandInOptions.defaults().withPorts(port, smtpPort).withGraphPort(graphPort));
        } catch (RuntimeException e) {
            throw new StartException(
                    "The stand-in cannot listen on the ports %d, %d and %d: %s. To fix: choose others with --port, --graph-port and --smtp-port."
                            .formatted(port, graphPort, smtpPort, e.getMessage()),
                    e);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        StandIn standIn = start();
        Runtime.getRuntime().addShutdownHook(new Thread(standIn::close, "stand-in-stop"));
        DemoScenario scenario = new DemoScenario(standIn);
        scenario.first();
        PrintWriter out = spec.commandLine().getOut();
        out.println("# A stand-in runs until it is stopped. As settings, in the environment:");
        standIn.settings()
                .forEach((key, value) -> out.printf(
                        "export %s='%s'%n",
                        key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }
}
