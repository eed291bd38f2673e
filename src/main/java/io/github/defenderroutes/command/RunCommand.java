package io.github.defenderroutes.command;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.control.ControlPort;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.shipped.EditedHome;
import io.github.defenderroutes.shipped.HomeException;
import io.github.defenderroutes.web.Pages;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run}: the real thing. */
@Command(name = "run", description = "Polls, isolates and mails, until it is stopped.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private Folders folders;

    @ArgGroup
    private Way way = new Way();

    /** One of these at the most. */
    private static final class Way {
        @Option(names = "--once", description = "Poll once, do what is due now, list what is due later, and end.")
        private boolean once;

        @Option(
                names = "--dev",
                description = "Put what is saved in routes/ and config/ in force at once, if all of it is good.")
        private boolean dev;
    }

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = folders.settingsAndRules();
        PrintWriter out = spec.commandLine().getOut();
        say(Capabilities.describe(settings), settings, out);
        rememberWhatWasShipped();
        DefenderRoutes app = DefenderRoutes.beginning(settings, folders.routes, Clock.systemUTC());
        return way.once ? once(app, out) : run(app, settings, out);
    }

    /** So that {@code changes} of a later release knows what was edited; not where nobody may write. */
    private void rememberWhatWasShipped() {
        try {
            EditedHome.begin(folders.config, folders.routes);
        } catch (HomeException e) {
            LoggerFactory.getLogger("io.github.defenderroutes").debug("Nothing is remembered of the shipped files", e);
        }
    }

    /** On a console of JSON this is a line of the log too. */
    private static void say(String what, Settings settings, PrintWriter out) {
        if (settings.text("log.format").equals("json")) {
            LoggerFactory.getLogger("io.github.defenderroutes").info(what);
        } else {
            out.println(what);
            out.flush();
        }
    }

    private int run(DefenderRoutes app, Settings settings, PrintWriter out) throws InterruptedException {
        ControlPort control = new ControlPort(settings.text("state.url"), new Operator(app));
        // of Vert.x, nothing is loaded unless it is to serve
        Optional<Pages> pages =
                Pages.areWanted(settings) ? Optional.of(new Pages(app, settings, Clock.systemUTC())) : Optional.empty();
        Optional<DevMode> dev = way.dev
                ? Optional.of(new DevMode(app, settings, folders, line -> say(line, settings, out)))
                : Optional.empty();
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            control.close();
                            pages.ifPresent(Pages::close);
                            app.close();
                            stopped.countDown();
                        },
                        "defender-stop"));
        app.start();
        control.open();
        pages.flatMap(Pages::start).ifPresent(address -> say("Pages: " + address, settings, out));
        dev.ifPresent(DevMode::begin);
        stopped.await();
        return 0;
    }

    private static int once(DefenderRoutes app, PrintWriter out) throws InterruptedException {
        long began = System.currentTimeMillis();
        try (app) {
            app.runOnce();
            boolean nothingLeft = Report.print(app.ledger(), began, out);
            return nothingLeft && !app.hasProblems() ? 0 : 1;
        }
    }
}
