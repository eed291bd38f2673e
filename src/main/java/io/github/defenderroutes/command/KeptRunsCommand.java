package io.github.defenderroutes.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.recorded.KeptRuns;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kept-runs}: what {@code replay} asks of the process that holds the database. Not for people. */
@Command(
        name = "kept-runs",
        description = "Prints a page of the runs that kept their alert, as JSON.",
        hidden = true,
        mixinStandardHelpOptions = true)
final class KeptRunsCommand extends OperatorCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--since", required = true, description = "An instant.")
    private Instant since;

    @Option(names = "--after", description = "The place where the page before ended.")
    private String after;

    @Override
    int perform(Session session) {
        session.out()
                .println(session.app()
                        .ledgerAsItIs()
                        .map(ledger -> json(KeptRuns.read(ledger, since, after)))
                        .orElse("{\"runs\": []}"));
        return 0;
    }

    private static String json(KeptRuns page) {
        try {
            return JSON.writeValueAsString(page);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
