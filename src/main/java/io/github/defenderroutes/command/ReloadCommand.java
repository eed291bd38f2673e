package io.github.defenderroutes.command;

import io.github.defenderroutes.Desk;
import io.github.defenderroutes.StartException;
import io.github.defenderroutes.generation.Reloaded;
import io.github.defenderroutes.guardrails.WrittenRules;
import picocli.CommandLine.Command;

/** {@code reload}: puts in force what people edit, as it stands now. */
@Command(
        name = "reload",
        description = {
            "Puts the routes, guardrails.yaml, the mail texts and the hunting queries in force as they stand now, in all"
                    + " processes on the database, each by its own files.",
            "If anything cannot be used, nothing changes. Settings count from the next start."
        },
        mixinStandardHelpOptions = true)
final class ReloadCommand extends OperatorCommand {
    @Override
    int perform(Session session) throws InterruptedException {
        boolean running = session.app().openLedger().overview().processes() > 0;
        Reloaded reloaded;
        try {
            reloaded = session.app().desk().reload(session.actor());
        } catch (StartException e) {
            e.getMessage().lines().map(Printable::line).forEach(session.problems()::println);
            session.problems().println("Nothing was changed: what was in force goes on.");
            return 1;
        }
        WrittenRules rules = reloaded.rules();
        session.audit("Reloaded %d routes and %s".formatted(reloaded.routes(), Printable.line(rules.file())));
        rules.warnings().stream()
                .map(warning -> Printable.line("Warning: %s %s".formatted(rules.file(), warning)))
                .forEach(session.problems()::println);
        session.out().printf("%d routes. %s: %s.%n", reloaded.routes(), Printable.line(rules.file()), count(rules));
        session.out().println(when(reloaded, running));
        if (!reloaded.inHand().isEmpty()) {
            session.out()
                    .printf(
                            "Still at work as before, until what is in hand is finished: %s.%n",
                            String.join(", ", reloaded.inHand()));
        }
        if (reloaded.settingsChanged()) {
            session.out().println("application.properties has changed since the start: it counts from the next start.");
        }
        return 0;
    }

    private static String when(Reloaded reloaded, boolean running) {
        String others =
                "in other processes on this database within %d s, each by its own files; audit says what came of it there"
                        .formatted(Desk.NOTICED_WITHIN.toSeconds());
        if (reloaded.isAtWork()) {
            return "In force now; " + others + ".";
        }
        return running ? "In force " + others + "." : "Nothing is running here: the next run begins with them.";
    }

    private static String count(WrittenRules rules) {
        if (!rules.exists()) {
            return "there is no such file, so a person decides on every device";
        }
        return rules.rules() == 1 ? "1 rule" : rules.rules() + " rules";
    }
}
