package io.github.defenderroutes.command;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.standin.StandIn;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the same routes against the stand-in, told as a story. */
@Command(
        name = "demo",
        description = "Plays the routes against an imitation of a tenant: no account, no network, a few seconds.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofSeconds(45);

    @Mixin
    private Folders folders;

    @Option(names = "--stay", description = "Go on with more alerts until you stop it.")
    private boolean stay;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (StandIn standIn = StandIn.start()) {
            Settings settings = folders.settings(onTop(standIn));
            out.println(Capabilities.describe(settings));
            out.println();
            DemoScenario scenario = new DemoScenario(standIn);
            scenario.first().forEach(line -> out.println("  " + line));
            try (DefenderRoutes app = new DefenderRoutes(settings, folders.routes, Clock.systemUTC())) {
                DemoStory story = new DemoStory(standIn, app.ledger(), out);
                app.start();
                boolean settled = story.untilQuiet(10, LIMIT);
                for (DemoScenario.Step step : scenario.later()) {
                    out.printf("%n  %s%n", step.words());
                    step.happens().run();
                    settled &= story.forAWhile(PAUSE);
                }
                settled &= story.untilQuiet(12, LIMIT);
                story.oneMailInFull();
                story.summary();
                while (stay) {
                    out.printf("%n  one more alert: %s. Ctrl-C ends the demo%n", scenario.another());
                    story.forAWhile(Duration.ofSeconds(10));
                }
                return settled ? 0 : 1;
            }
        }
    }

    /** Only what makes it a demo; everything else is as in your config folder. */
    static Map<String, String> onTop(StandIn standIn) {
        Map<String, String> of = standIn.settings();
        Map<String, String> values = new LinkedHashMap<>(of);
        values.putAll(Settings.signInBySecret(of.get("defender.client-id"), of.get("defender.client-secret")));
        values.put("mail.auth", "none");
        values.putAll(Map.of("defender.proxy", "", "defender.proxy.username", "", "defender.proxy.password", ""));
        values.put("isolation.mode", "enforce");
        values.put("state.url", "jdbc:h2:mem:demo");
        values.put("alerts.poll.cron", "* * * * * ?");
        values.put("mail.send.cron", "* * * * * ?");
        values.put("isolation.follow.cron", "* * * * * ?");
        values.put("defender.quota.per-minute", "1000"); // asked every second, the stand-in has no quota
        values.put("defender.quota.per-hour", "60000");
        return values;
    }
}
