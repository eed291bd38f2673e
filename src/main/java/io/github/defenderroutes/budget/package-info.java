/**
 * The budget: how many calls to Defender we may still make, and who makes them first.
 *
 * <p>Every call is written into the ledger's log of calls and committed before it is sent. It counts against the quota of
 * the last minute and of the last hour until so long after its <em>answer</em>: the service may count it at any moment in
 * between. While the answer is not known, the latest time at which it can come stands in its place, so a crash errs on the
 * safe side. The log is shared by all processes on the database, and so are the pauses Defender asks for and what it was
 * seen to allow; a restart forgets none of them. Each process counts by its own clock.
 *
 * <p>How the service cuts its quota (by operation, by path, all together) is not documented. We take the general quota for
 * all operations together, which is safe in every case. Where Microsoft documents less for an operation, its Kamelet says
 * so; where Defender refuses although we believed to have room, less is learned, and slowly forgotten again.
 *
 * <p>Nobody waits here. A refusal is an exception with the time at which there will be room, and the waiting is a row with
 * a due time, as all waiting is.
 */
package io.github.defenderroutes.budget;
