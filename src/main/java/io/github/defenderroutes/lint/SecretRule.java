package io.github.defenderroutes.lint;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A password, token or key that stands in a file of routes. */
final class SecretRule implements Rule {
    /**
     * What such a thing looks like, whatever stands before it.
     *
     * @param marks one of them is in each, in small letters: to look for them takes far less time
     */
    private record Form(String what, List<String> marks, Pattern pattern) {
        boolean mayStandIn(String smallLetters) {
            return marks.stream().anyMatch(smallLetters::contains);
        }
    }

    private static final List<Form> FORMS = List.of(
            new Form("a private key", List.of("private key"), Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----")),
            new Form(
                    "a token",
                    List.of("eyj", "bearer", "basic"),
                    Pattern.compile(
                            "\\beyJ[\\w-]{10,}\\.[\\w-]{10,}\\.[\\w-]*|(?i:\\b(?:bearer|basic))\\s+(?=\\S*\\d)[A-Za-z0-9+/._~-]{16,}=*")),
            new Form(
                    "a client secret of Entra ID",
                    List.of("q~"),
                    Pattern.compile("(?<![\\w~.-])[\\w~.-]{3}\\dQ~[\\w~.-]{31,34}(?![\\w~.-])")),
            new Form(
                    "an access key",
                    List.of("akia", "asia", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "xox"),
                    Pattern.compile(
                            "\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b|\\bgh[pousr]_[A-Za-z0-9]{36,}\\b|\\bxox[abp]-[\\w-]{20,}")),
            new Form("a password", List.of("://"), Pattern.compile("(?<=://)[^\\s/:@{}\"']+:[^\\s/@{}\"']+(?=@)")));

    /** A name that says what stands behind it. */
    static final Pattern NAME = Pattern.compile(
            "(?i).*(password|passwd|passphrase|secret|api[-_.]?key|access[-_.]?key|private[-_.]?key|token)$");

    /** Camel hides them as well, but whoever reads them cannot sign in with them. */
    private static final Pattern NO_SECRET = Pattern.compile("(?i).*(user|username|id)$");

    static final String FIX =
            "take it out of the file, and change it: it may have been read. Write a {{placeholder}}, and"
                    + " set that in secrets.properties or in the environment";

    @Override
    public String name() {
        return "secret";
    }

    @Override
    public String about() {
        return "A password, token or key stands in a file of routes or in application.properties";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        routes.files().forEach(file -> inText(file.path(), file.text(), findings));
        for (Endpoint endpoint : routes.endpoints()) {
            endpoint.parameters().stream()
                    .filter(one -> isLiteral(one.value()))
                    .filter(one -> isSecret(endpoint, one.name(), routes))
                    .forEach(one -> findings.error(
                            endpoint.path(),
                            one.valueAt(),
                            one.offset(),
                            "%s stands here in clear".formatted(one.name()),
                            FIX));
        }
        routes.all("BeanFactoryDefinition")
                .forEach(bean -> bean.map("properties").forEach((name, entry) -> {
                    if (NAME.matcher(name).matches() && isLiteral(entry)) {
                        findings.warning(
                                bean.path(), entry.getValueNode(), "%s stands here in clear".formatted(name), FIX);
                    }
                }));
        routes.all("SetHeaderDefinition").forEach(header -> Expression.held(header)
                .filter(held -> NAME.matcher(header.text("name").orElse("")).matches() && isLiteral(held.text()))
                .ifPresent(held -> findings.warning(
                        header.path(),
                        held.at(),
                        "%s stands here in clear".formatted(header.text("name").get()),
                        FIX)));
    }

    private static boolean isSecret(Endpoint endpoint, String option, Routes routes) {
        return routes.components()
                .find(endpoint.scheme().orElse(""))
                .map(component -> component.getEndpointOptions().stream()
                        .anyMatch(one -> one.isSecret()
                                && one.getName().equalsIgnoreCase(option)
                                && !NO_SECRET.matcher(option).matches()))
                .orElse(false);
    }

    private static boolean isLiteral(NodeTuple entry) {
        return entry.getValueNode() instanceof ScalarNode text && isLiteral(text.getValue());
    }

    private static boolean isLiteral(String value) {
        return !value.isBlank() && !value.contains("{{") && !value.contains("${") && !value.startsWith("#");
    }

    /** What looks like one anywhere, also in comments. */
    static void inText(Path file, String text, Findings findings) {
        String smallLetters = text.toLowerCase(Locale.ROOT);
        List<Form> possible =
                FORMS.stream().filter(form -> form.mayStandIn(smallLetters)).toList();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            for (Form form : possible) {
                Matcher found = form.pattern().matcher(line);
                if (form.mayStandIn(line.toLowerCase(Locale.ROOT)) && found.find()) {
                    findings.error(file, i + 1, found.start() + 1, "this looks like %s".formatted(form.what()), FIX);
                    break;
                }
            }
        }
    }
}
