package io.github.defenderroutes.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.StartException;
import io.github.defenderroutes.check.Finding;
import io.github.defenderroutes.check.Finding.State;
import io.github.defenderroutes.check.SetUp;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.settings.SettingsException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code check}: proves the set-up, as it stands in the files now, link by link. */
@Command(
        name = "check",
        description = "Tries every link before you go live and says how to mend it. Changes nothing in the tenant.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    private static final int WIDTH = 120;
    private static final String ROW = "%-8s %-27s ";

    @Mixin
    private Folders folders;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Option(names = "--send-test-mail", description = "Also send a mail to mail.to.")
    private boolean sendTestMail;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        System.setProperty("log.target", "System.err");
        System.setProperty("log.level", "OFF"); // what goes wrong here is a finding
        PrintWriter out = spec.commandLine().getOut();
        Consumer<Finding> listener = json ? finding -> {} : finding -> print(finding, out);
        List<Finding> findings = prove(listener);
        boolean fine = findings.stream().noneMatch(finding -> finding.state() == State.PROBLEM);
        out.println(json ? json(findings, fine) : summary(findings));
        out.flush();
        return fine ? 0 : 1;
    }

    private List<Finding> prove(Consumer<Finding> listener) {
        Clock clock = Clock.systemUTC();
        try {
            Settings settings = folders.settings();
            try (DefenderRoutes app = new DefenderRoutes(settings, folders.routes, clock)) {
                return new SetUp(app, settings, clock, System.getProperty("user.name"), sendTestMail, listener).prove();
            }
        } catch (SettingsException | StartException e) {
            List<Finding> findings = SetUp.withoutSettings(e.getMessage());
            findings.forEach(listener);
            return findings;
        }
    }

    private static void print(Finding finding, PrintWriter out) {
        String row = ROW.formatted(word(finding.state()), finding.link());
        String indent = " ".repeat(row.length());
        for (String text : finding.found().split("\n")) {
            for (String line : Printable.lines(text, WIDTH - row.length())) {
                out.println((row + line).stripTrailing());
                row = indent;
            }
        }
        if (!finding.fix().isEmpty()) {
            Printable.lines("To fix: " + finding.fix(), WIDTH - indent.length())
                    .forEach(line -> out.println(indent + line));
        }
        out.flush();
    }

    private static String summary(List<Finding> findings) {
        return "%n%d fine, %d to know, %d to mend, %d not tried. Nothing in the tenant was changed."
                .formatted(
                        count(findings, State.OK),
                        count(findings, State.WARNING),
                        count(findings, State.PROBLEM),
                        count(findings, State.SKIPPED));
    }

    private static long count(List<Finding> findings, State state) {
        return findings.stream().filter(finding -> finding.state() == state).count();
    }

    private static String json(List<Finding> findings, boolean fine) {
        ObjectNode json = new ObjectMapper().createObjectNode().put("fine", fine);
        ArrayNode checks = json.putArray("checks");
        for (Finding finding : findings) {
            checks.addObject()
                    .put("name", finding.link())
                    .put("state", word(finding.state()))
                    .put("found", finding.found())
                    .put("fix", finding.fix().isEmpty() ? null : finding.fix());
        }
        return json.toPrettyString();
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
