/**
 * The pages, for people who would rather look than read, and what machines ask about our health.
 *
 * <p>{@code Pages} serves; {@code Site} is the table of what there is and who may open it. A page turns a {@code Visit} into
 * a {@code Reply} and knows nothing of the server. Session, CSRF, sign-in by OpenID Connect and the security headers are
 * Vert.x Web's own handlers. Pages read the ledger and act only through {@code Desk}, as a command does.
 *
 * <p>Nothing outside this package touches Vert.x, and this package is loaded only if something is to be served.
 */
package io.github.defenderroutes.web;
