/**
 * Examples that a route must satisfy, and the runner that holds the route to them.
 *
 * <p>Beside {@code routes/x.camel.yaml} stands {@code routes/x.case.yaml}: a list of cases. Each loads the real route and
 * error-handling, with the real beans and a ledger of its own; every way out of the route is held. The keys of a case are
 * told in {@code src/docs/writing-routes.md}, "Cases", and to editors by {@code routes/.case.schema.json}; tests hold both to
 * what the runner reads.
 */
package io.github.defenderroutes.cases;
