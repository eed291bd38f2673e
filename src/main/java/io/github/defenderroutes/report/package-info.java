/**
 * How our decisions compare with what really happened, so that people can judge a dry run: who would have been isolated by
 * which rule, how those alerts were closed, and whom others have isolated.
 */
package io.github.defenderroutes.report;
