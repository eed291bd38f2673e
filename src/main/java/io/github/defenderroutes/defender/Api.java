package io.github.defenderroutes.defender;

/** The APIs that Kamelets call. Each has its own address, token and quota. */
public enum Api {
    DEFENDER("Defender"),
    GRAPH("Microsoft Graph");

    private final String title;

    Api(String title) {
        this.title = title;
    }

    /** @throws IllegalArgumentException if it is none of ours */
    static Api of(String kamelet, Object annotation) {
        for (Api known : values()) {
            if (known.word().equals(annotation)) {
                return known;
            }
        }
        throw new IllegalArgumentException(
                "%s: the annotation defender-routes/api is '%s'. To fix: write defender or graph."
                        .formatted(kamelet, annotation));
    }

    /** As Kamelets, settings and the ledger write it. */
    public String word() {
        return this == GRAPH ? "graph" : "defender";
    }

    /** As people call it. */
    public String title() {
        return title;
    }

    /** The setting that says what its tokens are for. */
    public String scopeSetting() {
        return this == GRAPH ? "defender.graph-scope" : "defender.api-scope";
    }
}
