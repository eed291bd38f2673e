/**
 * Isolations that a person has to decide about: asking, deciding, carrying out what was approved. Waiting is a row in the
 * ledger, never a thread.
 */
package io.github.defenderroutes.approval;
