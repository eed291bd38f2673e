package io.github.defenderroutes.ledger;

/**
 * How far the poll has come.
 *
 * @param positionTicks up to here every visible alert has a claim; in 100-ns ticks since 1970
 * @param overlapTicks an ordinary tick need not go back further than this: about a page of alerts before the position
 */
public record Cursor(long positionTicks, long overlapTicks) {}
