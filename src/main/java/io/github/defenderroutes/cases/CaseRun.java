package io.github.defenderroutes.cases;

import java.util.List;

/**
 * What came of a run of cases.
 *
 * @param results in the order of the files' names and of the cases in them
 * @param coverage what they reach, and what not
 */
public record CaseRun(List<CaseResult> results, Coverage coverage) {
    public List<CaseResult> failed() {
        return results.stream().filter(result -> !result.passed()).toList();
    }
}
