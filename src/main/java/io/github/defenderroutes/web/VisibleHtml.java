package io.github.defenderroutes.web;

import freemarker.core.HTMLOutputFormat;
import freemarker.template.TemplateModelException;
import java.io.IOException;
import java.io.Writer;
import java.util.regex.Pattern;

/**
 * Escapes for HTML, and shows what hides: characters that turn the direction of writing, take no room or control, with which
 * an alert's text could look like something else.
 */
final class VisibleHtml extends HTMLOutputFormat {
    static final VisibleHtml INSTANCE = new VisibleHtml();

    /** All but what joins emoji. */
    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}&&[^\\n\\r\\t]]|[\\p{Cf}&&[^\\u200D]]");

    private VisibleHtml() {}

    @Override
    public String escapePlainText(String text) {
        return super.escapePlainText(visible(text));
    }

    @Override
    public void output(String text, Writer out) throws IOException, TemplateModelException {
        super.output(visible(text), out);
    }

    private static String visible(String text) {
        return HIDDEN.matcher(text)
                .replaceAll(found -> "[U+%04X]".formatted(found.group().codePointAt(0)));
    }
}
