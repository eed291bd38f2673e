package io.github.defenderroutes.mail;

/**
 * A mail as the reader will see it.
 *
 * @param subject one line, at most 150 characters, no control characters
 * @param text the plain text body
 * @param html the HTML body, a whole document without external resources
 */
public record RenderedMail(String subject, String text, String html) {}
