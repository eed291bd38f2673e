/**
 * Mails to the SOC: their texts and their way to the mail server.
 *
 * <p>{@link io.github.defenderroutes.mail.MailText} turns a {@code MailModel} (what is known about one handling of one
 * alert, as plain data) into subject, text and HTML with the templates in {@code config/mail}; the sentences themselves
 * are in {@code words.ftl} there. Everything foreign passes {@code Plain} first, so a template cannot forget it.
 * {@code MailHeaders} lays a rendered mail into an exchange, and {@code SmtpSender} is what Camel's smtp endpoint sends
 * with.
 *
 * <p>Parameters and results are never null unless their Javadoc says so.
 */
package io.github.defenderroutes.mail;
