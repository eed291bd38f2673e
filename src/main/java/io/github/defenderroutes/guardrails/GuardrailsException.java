package io.github.defenderroutes.guardrails;

import java.util.List;
import java.util.stream.Collectors;

/** Rules that cannot be used. The message names everything that is wrong with them, and is complete and for a person. */
public final class GuardrailsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Remark> problems;

    GuardrailsException(String file, List<Remark> problems) {
        super(problems.stream().map(problem -> file + " " + problem).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** In the order of the file. */
    public List<Remark> problems() {
        return problems;
    }
}
