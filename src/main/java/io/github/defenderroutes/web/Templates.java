package io.github.defenderroutes.web;

import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapper;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Writes HTML from the templates in the jar. Everything that is put into them is escaped, wherever it comes from. */
final class Templates {
    private final Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    private final Map<String, Object> everywhere;

    /**
     * @param assets the folder in which the browser finds style and script
     * @param mode the isolation mode, which stands on every page
     */
    Templates(Times times, String assets, String mode) {
        everywhere = Map.of("times", times, "assets", assets, "mode", mode);
        configuration.setClassLoaderForTemplateLoading(Templates.class.getClassLoader(), "web/pages");
        configuration.setRecognizeStandardFileExtensions(false); // they would choose another format
        configuration.setOutputFormat(VisibleHtml.INSTANCE);
        configuration.setAutoEscapingPolicy(Configuration.FORCE_AUTO_ESCAPING_POLICY);
        configuration.setLocalizedLookup(false);
        configuration.setDefaultEncoding("UTF-8");
        configuration.setURLEscapingCharset("UTF-8");
        configuration.setLocale(Locale.ENGLISH);
        configuration.setNumberFormat("computer");
        configuration.setBooleanFormat("c");
        configuration.setObjectWrapper(new DefaultObjectWrapper(Configuration.VERSION_2_3_34));
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setWrapUncheckedExceptions(true);
        configuration.setFallbackOnNullLoopVariable(false);
    }

    /** The page as text. */
    String render(String template, Map<String, Object> model) {
        Map<String, Object> all = new HashMap<>(everywhere);
        all.putAll(model);
        StringWriter out = new StringWriter();
        try {
            configuration.getTemplate(template + ".ftlh").process(all, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TemplateException e) {
            throw new IllegalStateException("The page %s cannot be written: %s".formatted(template, e.getMessage()), e);
        }
        return out.toString();
    }

    /** Answers with a page; the token that its forms need is put into it. */
    void send(RoutingContext context, int status, String template, Map<String, Object> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("token", context.get(Tokens.FIELD));
        String html = render(template, all);
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .end(html);
    }
}
