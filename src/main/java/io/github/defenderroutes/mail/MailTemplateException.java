package io.github.defenderroutes.mail;

import freemarker.core.ParseException;
import freemarker.template.TemplateException;
import freemarker.template.TemplateNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A mail template cannot be used. The message names file, line and problem; with {@link MailText#check} all of them. */
public final class MailTemplateException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private MailTemplateException(String message, Throwable cause) {
        super(message, cause);
    }

    static MailTemplateException of(Path folder, ParseException e) {
        return of(folder.resolve(e.getTemplateName()) + " line " + e.getLineNumber(), e.getEditorMessage(), e);
    }

    static MailTemplateException of(Path folder, TemplateException e) {
        String file = e.getTemplateSourceName() == null ? "" : e.getTemplateSourceName();
        return of(
                folder.resolve(file) + " line " + e.getLineNumber(), firstParagraph(e.getMessageWithoutStackTop()), e);
    }

    static MailTemplateException of(Path folder, String file, IOException e) {
        String problem = e instanceof TemplateNotFoundException ? "is missing" : "cannot be read: " + e.getMessage();
        return of(folder.resolve(file).toString(), problem, e);
    }

    static MailTemplateException all(List<MailTemplateException> problems) {
        String text = problems.stream().map(Throwable::getMessage).distinct().collect(Collectors.joining("\n"));
        return new MailTemplateException(text, problems.get(0));
    }

    private static MailTemplateException of(String place, String problem, Exception cause) {
        return new MailTemplateException(place + ": " + Plain.line(problem, 300), cause);
    }

    /** FreeMarker explains itself over many lines; the first ones say what and where. */
    private static String firstParagraph(String text) {
        return text.split("\\R\\s*\\R|\\R-{4}", 2)[0];
    }
}
