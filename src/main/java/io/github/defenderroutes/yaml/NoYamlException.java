package io.github.defenderroutes.yaml;

/** Text that is no YAML. The message says why, without the place. */
public final class NoYamlException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    NoYamlException(int line, int column, String problem) {
        super(problem);
        this.line = line;
        this.column = column;
    }

    /** From 1 on. */
    public int line() {
        return line;
    }

    /** From 1 on. */
    public int column() {
        return column;
    }
}
