package io.github.defenderroutes.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.defenderroutes.cases.CaseResult;
import io.github.defenderroutes.cases.CaseRun;
import io.github.defenderroutes.cases.Coverage;
import io.github.defenderroutes.cases.Coverage.Gap;
import io.github.defenderroutes.cases.Coverage.Share;
import java.io.PrintWriter;
import java.util.List;

/** What {@code test} has to say of a run of cases, for people and for programs. */
final class CaseReport {
    private final CaseRun run;
    private final boolean withCoverage;

    CaseReport(CaseRun run, boolean withCoverage) {
        this.run = run;
        this.withCoverage = withCoverage;
    }

    /** The cases that failed, and what none of them reaches. */
    void print(PrintWriter out) {
        run.failed().forEach(out::println);
        out.printf("%d cases, %d failed.%n", run.results().size(), run.failed().size());
        if (withCoverage) {
            print(run.coverage(), out);
        }
    }

    private static void print(Coverage coverage, PrintWriter out) {
        Share rules = coverage.rules();
        out.printf(
                "Reached: branches %s, steps %s%s.%n",
                coverage.branches(), coverage.steps(), rules.all() == 0 ? "" : ", rules " + rules);
        List<Gap> gaps = coverage.gaps();
        if (!gaps.isEmpty()) {
            out.println("No case reaches:");
            gaps.forEach(gap -> out.println("  " + gap));
        }
    }

    String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("cases", run.results().size());
        json.put("failed", run.failed().size());
        ArrayNode results = json.putArray("results");
        run.results().forEach(result -> write(result, results.addObject()));
        if (withCoverage) {
            write(run.coverage(), json.putObject("coverage"));
        }
        return json.toPrettyString();
    }

    private static void write(CaseResult result, ObjectNode json) {
        json.put("case", result.name());
        json.put("file", result.file().toString());
        json.put("line", result.line());
        json.put("passed", result.passed());
        json.put("milliseconds", result.millis());
        ArrayNode mismatches = json.putArray("mismatches");
        result.mismatches().forEach(one -> mismatches
                .addObject()
                .put("line", one.line())
                .put("what", one.what())
                .put("details", one.details()));
    }

    private static void write(Coverage coverage, ObjectNode json) {
        write(coverage.branches(), json.putObject("branches"));
        write(coverage.steps(), json.putObject("steps"));
        write(coverage.rules(), json.putObject("rules"));
        ArrayNode gaps = json.putArray("gaps");
        coverage.gaps().forEach(gap -> gaps.addObject()
                .put("file", gap.file())
                .put("line", gap.line())
                .put("kind", gap.kind())
                .put("what", gap.what()));
    }

    private static void write(Share share, ObjectNode json) {
        json.put("reached", share.reached()).put("all", share.all());
    }
}
