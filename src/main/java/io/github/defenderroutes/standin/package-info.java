/**
 * The stand-in: our own small imitation of a tenant and its mail server, for the demo, the tests and anyone who has no
 * tenant at hand.
 *
 * <p>It speaks the protocols for real (TLS, OAuth, OData, SMTP) and keeps a ledger of its own, so that a test can compare
 * what a client believes with what is true. Requests pass {@code FrontDoor} (operation, call log, faults, token, quota)
 * and end in a handler of the route tables in {@code TokenEndpoint} and the classes named after what they answer;
 * a new operation is a line there. Nothing runs in the background: the state of a machine action follows from its age.
 * Parameters and results are non-null unless said otherwise.
 *
 * <p>Nobody here has compared it with a real tenant. Where each behaviour comes from:
 *
 * <table>
 * <caption>Sources of the behaviours</caption>
 * <tr><th>Documented by Microsoft</th><th>Captured or reported by others</th><th>Invented or unconfirmed</th></tr>
 * <tr><td>token request and answer; permissions by operation; 403 for a wrong audience</td>
 *     <td>text of a 403 that names the missing role; tokens keep their roles</td>
 *     <td>HS256 tokens; all 401 texts; AADSTS numbers; checking path and verb before the token</td></tr>
 * <tr><td>filter properties, operators and literals; $top to 10,000; $skip; $expand=evidence</td>
 *     <td>order by id; evidence empty unless expanded; $orderby works; no nextLink with $top; key order; time texts;
 *     headers</td>
 *     <td>400 for a larger $top; nextLink beyond 10,000 without $top; refusal of everything else in a filter; equal
 *     times sorted by id; late alerts hidden from the single call too</td></tr>
 * <tr><td>machine by id or name; the keys of machine and action; states; error codes; Comment required; duplicates;
 *     /api/v1.0</td>
 *     <td>scope null at first; isolating an isolated device stays Pending; early 404; 405 with Allow; 400 for an id that
 *     is no guid</td>
 *     <td>all durations; TimeOut as the end of an unreachable device; Full as the default type; 201 for a duplicate;
 *     error number of a failure; actions on merged devices</td></tr>
 * <tr><td>429 with Retry-After in seconds; shape and codes of errors; quotas of 100 and 1,500</td>
 *     <td>429 with the code "429"; its text</td>
 *     <td>a quota bucket for each operation; refused calls do not count; every fault is a scenario, not a prediction</td>
 *     </tr>
 * <tr><td>changes to alerts; entities that go with alerts; indicators; vulnerability management; Graph's alerts and
 *     incidents: paths, permissions, fields, words, 404</td>
 *     <td>$orderby of Graph's lists</td>
 *     <td>which code a bad value gives; what goes with an alert is read off its evidence; statistics; 1,000 as the most
 *     of a Graph list</td></tr>
 * <tr><td>-</td><td>-</td><td>severity raised under the same id; the content of alerts and machines</td></tr>
 * </table>
 */
package io.github.defenderroutes.standin;
