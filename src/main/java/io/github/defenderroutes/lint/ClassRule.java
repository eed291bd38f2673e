package io.github.defenderroutes.lint;

import io.github.defenderroutes.settings.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A class that does not exist: an exception to be caught, a bean to be made. */
final class ClassRule implements Rule {
    /** Those that routes catch; a name without its package, or with a slip in it, leads to one of them. */
    private static final List<String> OFTEN = List.of(
            "java.lang.Exception",
            "java.lang.Throwable",
            "java.lang.RuntimeException",
            "java.lang.IllegalArgumentException",
            "java.lang.IllegalStateException",
            "java.lang.NullPointerException",
            "java.io.IOException",
            "java.io.FileNotFoundException",
            "java.net.ConnectException",
            "java.net.SocketTimeoutException",
            "java.net.UnknownHostException",
            "java.sql.SQLException",
            "java.util.concurrent.RejectedExecutionException",
            "java.util.concurrent.TimeoutException",
            "com.fasterxml.jackson.core.JsonProcessingException",
            "org.apache.camel.CamelExchangeException",
            "org.apache.camel.ExchangeTimedOutException",
            "org.apache.camel.NoSuchBeanException",
            "org.apache.camel.TypeConversionException",
            "org.apache.camel.ValidationException",
            "org.apache.camel.http.base.HttpOperationFailedException",
            "io.github.defenderroutes.defender.BudgetExhaustedException",
            "io.github.defenderroutes.defender.DefenderRefusedException",
            "io.github.defenderroutes.defender.DefenderThrottledException",
            "io.github.defenderroutes.defender.DefenderUnavailableException",
            "io.github.defenderroutes.gate.GateClosedException",
            "io.github.defenderroutes.ledger.LedgerException",
            "io.github.defenderroutes.run.DeadlyAlertException",
            "io.github.defenderroutes.alert.InvalidAlertException");

    @Override
    public String name() {
        return "unknown-class";
    }

    @Override
    public String about() {
        return "An exception to be caught or thrown, or the class of a bean, does not exist";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        routes.all("OnExceptionDefinition", "CatchDefinition")
                .forEach(one -> one.scalars("exception").forEach(at -> exception(one, at, findings)));
        routes.all("ThrowExceptionDefinition")
                .forEach(one -> one.scalar("exceptionType").ifPresent(at -> exception(one, at, findings)));
        routes.all("BeanFactoryDefinition")
                .forEach(one -> one.scalar("type").ifPresent(at -> check(one, at, findings)));
        routes.all("BeanDefinition", "MethodCallExpression")
                .forEach(one -> one.scalar("beanType").ifPresent(at -> check(one, at, findings)));
        routes.beanCalls().stream()
                .filter(call -> !call.type().isEmpty()
                        && call.element().scalar("beanType").isEmpty())
                .forEach(call -> check(call.element(), call.at(), call.offset(), call.type(), findings));
    }

    private static void exception(Element element, ScalarNode at, Findings findings) {
        String name = at.getValue().strip();
        Class<?> found = Surroundings.find(name);
        if (found != null && !Throwable.class.isAssignableFrom(found)) {
            findings.error(element.path(), at, "%s is no exception".formatted(name), "name the exception to be caught");
        } else {
            check(element, at, findings);
        }
    }

    private static void check(Element element, ScalarNode at, Findings findings) {
        check(element, at, 0, at.getValue().strip().replaceFirst("^#class:", "").replaceFirst("\\(.*", ""), findings);
    }

    private static void check(Element element, ScalarNode at, int offset, String name, Findings findings) {
        if (name.isEmpty() || name.contains("{{") || name.startsWith("#") || Surroundings.hasClass(name)) {
            return;
        }
        findings.error(
                element.path(),
                at,
                offset,
                "there is no class %s".formatted(name),
                near(name)
                        .map("did you mean %s?"::formatted)
                        .orElse("write it with its package, and add the dependency that brings it to pom.xml"));
    }

    private static Optional<String> near(String name) {
        String simple = simple(name);
        Optional<String> same =
                OFTEN.stream().filter(one -> simple(one).equals(simple)).findFirst();
        return same.or(() -> Nearest.to(
                        simple, OFTEN.stream().map(ClassRule::simple).toList())
                .flatMap(near ->
                        OFTEN.stream().filter(one -> simple(one).equals(near)).findFirst()));
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
