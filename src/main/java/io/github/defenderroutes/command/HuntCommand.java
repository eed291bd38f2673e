package io.github.defenderroutes.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.StartException;
import io.github.defenderroutes.database.DatabaseInUseException;
import io.github.defenderroutes.hunting.HandHunt;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hunt FILE}: what a query finds now. */
@Command(
        name = "hunt",
        description = "Runs one query of config/hunting and prints what it finds. Changes and mails nothing.",
        mixinStandardHelpOptions = true)
final class HuntCommand extends OperatorCommand {
    private static final int WIDEST_CELL = 40;

    @Parameters(paramLabel = "FILE", description = "The file's name in config/hunting, with or without .kql.")
    private String file;

    @ArgGroup
    private Format format = new Format();

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Print no more rows than this (default ${DEFAULT-VALUE}); all are counted.")
    private int most;

    private static final class Format {
        @Option(names = "--csv", description = "As CSV, cells that look like formulas defused.")
        private boolean csv;

        @Option(names = "--json", description = "As JSON, for programs.")
        private boolean json;
    }

    @Override
    int perform(Session session) {
        HandHunt hunt;
        try {
            hunt = session.app().hunt(file, Math.max(0, most));
        } catch (DatabaseInUseException e) {
            throw e; // the process that has it answers
        } catch (StartException e) {
            session.problems().println(e.getMessage());
            return 1;
        }
        if (hunt.problem().isPresent()) {
            session.problems().println(Printable.line(hunt.problem().get()));
            return 1;
        }
        if (format.json) {
            session.out().println(json(hunt));
        } else if (format.csv) {
            session.out().print(HandHunt.csv(hunt.names()));
            hunt.cells().forEach(row -> session.out().print(HandHunt.csv(row)));
        } else {
            table(hunt, session.out());
        }
        if (!format.json && hunt.rows().size() < hunt.found()) {
            session.problems()
                    .printf("%d of %d rows. For more: --rows%n", hunt.rows().size(), hunt.found());
        }
        return 0;
    }

    private static String json(HandHunt hunt) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("found", hunt.found());
        result.put("columns", hunt.names());
        result.put("rows", hunt.rows());
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was read as JSON cannot be written as such", e);
        }
    }

    private static void table(HandHunt hunt, PrintWriter out) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(hunt.names());
        lines.addAll(hunt.cells());
        List<List<String>> shown = lines.stream()
                .map(line -> line.stream().map(HuntCommand::shown).toList())
                .toList();
        int[] widths = new int[hunt.names().size()];
        for (List<String> line : shown) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : shown) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(line.get(i))
                        .append(" ".repeat(widths[i] - line.get(i).length() + 2));
            }
            out.println(text.toString().stripTrailing());
        }
        out.printf("%d row%s.%n", hunt.found(), hunt.found() == 1 ? "" : "s");
    }

    private static String shown(String cell) {
        String line = Printable.line(cell);
        return line.length() <= WIDEST_CELL ? line : line.substring(0, WIDEST_CELL - 1) + "…";
    }
}
