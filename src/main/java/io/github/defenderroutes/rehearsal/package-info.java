/**
 * Watches exchanges on their way through the routes: which steps they passed, which branch they took, each with file and
 * line. Used where routes are tried out, never where they are at work.
 */
package io.github.defenderroutes.rehearsal;
