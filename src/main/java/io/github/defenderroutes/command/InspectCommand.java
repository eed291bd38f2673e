package io.github.defenderroutes.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.defender.Api;
import io.github.defenderroutes.defender.BudgetExhaustedException;
import io.github.defenderroutes.defender.OperationQuota;
import io.github.defenderroutes.defender.QuotaClass;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code inspect}: what {@code check} asks of the process that holds the database. Not for people. */
@Command(
        name = "inspect",
        description = "Says as JSON how the database stands.",
        hidden = true,
        mixinStandardHelpOptions = true)
final class InspectCommand extends OperatorCommand {
    @Option(
            names = "--permit",
            paramLabel = "OPERATION",
            description = "Count one call of this operation to Defender, if there is room for it.")
    private String operation;

    @Option(names = "--api", paramLabel = "API", description = "Whose operation that is.")
    private Api api = Api.DEFENDER;

    @Override
    int perform(Session session) {
        if (operation == null) {
            session.out().println(json(session.app().openLedger().inspect()));
            return 0;
        }
        session.app().openLedger();
        try {
            session.app()
                    .links()
                    .permits()
                    .ask(
                            Printable.line(operation),
                            QuotaClass.REST,
                            new OperationQuota(api, OptionalInt.empty(), OptionalInt.empty()));
            return 0;
        } catch (BudgetExhaustedException e) {
            session.problems().println(e.getMessage());
            return 1;
        }
    }

    private static String json(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
