package io.github.defenderroutes.ledger;

import java.util.Collections;

/**
 * Lists to join with, as a table {@code wanted} of one column {@code item}. Where a column is not the first of its index, H2
 * reads every row of the tenant for {@code column IN (list)} (2.3.232, by EXPLAIN ANALYZE), which are more each day; joined,
 * it looks up each item.
 */
final class Wanted {
    /** The states of a claim that is not done. */
    static final String OPEN_STATES = "(VALUES ('offered'), ('claimed'), ('due'), ('parked')) wanted(item)";

    private Wanted() {}

    /** So many texts, each a parameter, which may be {@code null} and then matches nothing. */
    static String texts(int many) {
        return "(VALUES " + String.join(", ", Collections.nCopies(many, "(CAST(? AS VARCHAR(400)))"))
                + ") wanted(item)";
    }
}
