package io.github.defenderroutes.defender;

import java.util.Locale;

/** Who goes first when calls are short: an earlier one finds room where a later one must wait. */
public enum QuotaClass {
    /** What cuts a device off, and the look before it. */
    RESPOND,
    /** The question for new alerts. */
    POLL,
    /** Everything else. */
    REST;

    /**
     * The class of a call.
     *
     * @param acts whether it changes the tenant; then it is always {@link #RESPOND}
     * @param word what the route said in the variable {@code quota}; {@code null} or empty if it said nothing
     * @throws DefenderRefusedException if the word is none of ours; nothing was sent
     */
    static QuotaClass of(String operation, boolean acts, String word) {
        if (acts) {
            return RESPOND;
        }
        if (word == null || word.isBlank()) {
            return REST;
        }
        for (QuotaClass known : values()) {
            if (known.word().equals(word)) {
                return known;
            }
        }
        throw new DefenderRefusedException(
                "%s was not sent: the variable quota is '%s'. To fix: set it to respond, poll or rest."
                        .formatted(operation, word),
                0,
                "InvalidParameter");
    }

    /** As routes and the ledger write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
