package io.github.defenderroutes.command;

import io.github.defenderroutes.guardrails.Guardrails;
import io.github.defenderroutes.guardrails.GuardrailsException;
import io.github.defenderroutes.guardrails.WrittenRules;
import picocli.CommandLine.Command;

/** {@code reload}: puts guardrails.yaml in force as it stands now. */
@Command(
        name = "reload",
        description =
                "Reads guardrails.yaml again, and nothing else. Rules that cannot be used leave the old ones in force.",
        mixinStandardHelpOptions = true)
final class ReloadCommand extends OperatorCommand {
    @Override
    int perform(Session session) {
        boolean running = session.app().openLedger().overview().processes() > 0;
        WrittenRules rules;
        try {
            rules = session.app().desk().guardrails().reload(session.actor());
        } catch (GuardrailsException e) {
            e.getMessage().lines().map(Printable::line).forEach(session.problems()::println);
            session.problems().println("Nothing was changed: the old rules stay in force.");
            return 1;
        }
        session.audit("Reloaded %s".formatted(Printable.line(rules.file())));
        rules.warnings().stream()
                .map(warning -> Printable.line("Warning: %s %s".formatted(rules.file(), warning)))
                .forEach(session.problems()::println);
        session.out().printf("%s: %s.%n", Printable.line(rules.file()), count(rules));
        session.out()
                .println(
                        running
                                ? "In force now; in other processes on this database within %d s, each by its own file."
                                        .formatted(Guardrails.NOTICED_WITHIN.toSeconds())
                                : "Nothing is running here: the next run begins with them.");
        return 0;
    }

    private static String count(WrittenRules rules) {
        if (!rules.exists()) {
            return "there is no such file, so a person decides on every device";
        }
        return rules.rules() == 1 ? "1 rule" : rules.rules() + " rules";
    }
}
