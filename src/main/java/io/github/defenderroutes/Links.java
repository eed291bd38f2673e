package io.github.defenderroutes;

import io.github.defenderroutes.defender.Api;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.defender.Permits;
import io.github.defenderroutes.defender.Tls;
import io.github.defenderroutes.defender.UsedKamelet;
import io.github.defenderroutes.generation.Generation;
import io.github.defenderroutes.generation.Linting;
import io.github.defenderroutes.guardrails.Guardrails;
import io.github.defenderroutes.guardrails.GuardrailsException;
import io.github.defenderroutes.lint.Finding;
import io.github.defenderroutes.lint.Linter;
import io.github.defenderroutes.mail.SmtpSender;
import io.github.defenderroutes.run.StepHistory;
import io.github.defenderroutes.settings.Settings;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Route;

/** The links of one installation, each to be tried by itself before, or beside, the whole. */
public final class Links {
    private static final Set<String> KAMELET_BEANS = Set.of(
            "defenderGate",
            "defenderSeen",
            "defenderBudget",
            "defenderHttp",
            "defenderConnections",
            "defenderApi",
            "defenderAnswer",
            "defenderGraphAlerts");

    private final Settings settings;
    private final Path routes;
    private final Parts parts;

    Links(Settings settings, Path routes, Parts parts) {
        this.settings = settings;
        this.routes = routes;
        this.parts = parts;
    }

    /**
     * What the folder of routes holds.
     *
     * @param routes the ids of its routes
     * @param kamelets the connector's Kamelets that they can come to with these settings, also inside others, by name
     */
    public record Loaded(Set<String> routes, List<UsedKamelet> kamelets) {}

    /**
     * Loads the routes aside, as in {@code isolation.mode = enforce}; none of them runs.
     *
     * @throws StartException naming file, line and problem if they cannot be loaded
     */
    public Loaded load() {
        Settings enforcing = settings.with(Map.of("isolation.mode", "enforce"));
        try (Generation aside = new Generation(enforcing, routes, parts.beans(), new StepHistory(), false)) {
            aside.load();
            Set<String> ids = aside.camel().getRoutes().stream()
                    .filter(route -> !route.isCreatedByKamelet())
                    .map(Route::getRouteId)
                    .collect(Collectors.toCollection(TreeSet::new));
            List<UsedKamelet> kamelets = hunts().stream()
                    .flatMap(hunt -> new Reach(aside.camel(), hunt).kamelets().stream())
                    .distinct()
                    .sorted()
                    .map(name -> UsedKamelet.named(aside.camel(), name))
                    .flatMap(Optional::stream)
                    .toList();
            return new Loaded(ids, kamelets);
        }
    }

    /**
     * Loads the routes aside and looks at them; none of them runs.
     *
     * @throws StartException naming file, line and problem if they cannot be loaded
     */
    public <T> T look(Function<CamelContext, T> eyes) {
        try (Generation aside = new Generation(settings, routes, parts.beans(), new StepHistory(), false)) {
            aside.load();
            return eyes.apply(aside.camel());
        }
    }

    /**
     * Looks for mistakes in the files that people edit, and loads the routes aside if they have none; nothing is opened.
     *
     * @param aside files of routes outside the folder, looked at as if they lay in it
     * @return by file and place
     */
    public List<Finding> lint(Collection<Path> aside) {
        return linting().findings(aside);
    }

    /** The permissions that the Kamelets of the routes need, and which files need each. */
    public Map<String, Set<Path>> permissions(Collection<Path> aside) {
        return linting().permissions(aside);
    }

    /** @throws StartException naming every mistake of the routes that keeps us from starting */
    public void refuseMistakes() {
        linting().refuseMistakes();
    }

    Linter linter() {
        return linting().linter();
    }

    private Linting linting() {
        return new Linting(settings, routes, parts.beans());
    }

    /**
     * Sends a message in which nothing stands to {@code alerts.hand-over}, through the routes' own components and beans.
     *
     * @throws IllegalStateException if it was not accepted
     */
    public void tryHandOver() {
        try (Generation aside = new Generation(settings, routes, parts.beans(), new StepHistory(), false)) {
            aside.load();
            Exception problem = aside.camel()
                    .createProducerTemplate()
                    .send(settings.text("alerts.hand-over"), ExchangePattern.InOnly, exchange -> exchange.getMessage()
                            .setBody(""))
                    .getException();
            if (problem != null) {
                throw new IllegalStateException(
                        "What alerts.hand-over names does not accept messages: %s. To fix: check that the broker runs and lets us in."
                                .formatted(settings.harmless().text(String.valueOf(problem.getMessage()))),
                        problem);
            }
        }
    }

    /** What the files fix, with each scheduled query in turn; of none, or of files that cannot be used, nothing. */
    private List<Map<String, String>> hunts() {
        Map<String, String> rules = rules();
        List<Map<String, String>> hunts = parts.files().responsesToFindings().stream()
                .map(response -> {
                    Map<String, String> known = new LinkedHashMap<>(rules);
                    known.put("${variable.hunt.query.response}", response);
                    return known;
                })
                .toList();
        return hunts.isEmpty() ? List.of(rules) : hunts;
    }

    /** What the file of rules fixes; of one that cannot be used, nothing. */
    private Map<String, String> rules() {
        try {
            boolean asks = parts.files().guardrails().inFile().readsDomainAdmin();
            return Map.of("${bean:guardrails?method=readsDomainAdmin}", String.valueOf(asks));
        } catch (GuardrailsException e) {
            return Map.of();
        }
    }

    /**
     * Tries out the mail texts and reads the hunting queries.
     *
     * @throws StartException naming what is wrong with them
     */
    public void tryFiles() {
        parts.files().check();
    }

    /** The rules about who may be cut off; none are in force. */
    public Guardrails guardrails() {
        return parts.files().guardrails();
    }

    /** The connector by itself, through which nothing can be changed. Calls count as this installation's own. */
    public Connector connector() {
        return connector(permits());
    }

    /** The same, with calls that somebody else permits and counts. */
    public Connector connector(Permits permits) {
        Map<String, Object> beans = parts.beans();
        beans.put("defenderBudget", permits);
        return new Connector(settings, routes, beans);
    }

    /** What the Kamelets name, for a context of somebody else's, by name; with a pool of connections of its own. */
    public Map<String, Object> kameletBeans() {
        Map<String, Object> named = parts.beans();
        named.keySet().retainAll(KAMELET_BEANS);
        return named;
    }

    /** Who permits calls to Defender and counts them in the ledger, whose database must be open. */
    public Permits permits() {
        return parts.permits();
    }

    /** The way to the mail server; the installation closes it. */
    public SmtpSender mailServer() {
        return parts.smtp();
    }

    /** Whom we trust on the way to every server. */
    public SSLContext trusted() {
        return Tls.trusting(settings.path("defender.ca-certificate"));
    }

    /**
     * A token as Microsoft issues it now.
     *
     * @throws DefenderUnavailableException if there is none; says why and what to do
     */
    public String token(Api api) {
        return (api == Api.GRAPH ? parts.graphTokens() : parts.tokens()).get();
    }
}
