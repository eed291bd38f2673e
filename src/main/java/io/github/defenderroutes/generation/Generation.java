package io.github.defenderroutes.generation;

import io.github.defenderroutes.StartException;
import io.github.defenderroutes.handover.HandOver;
import io.github.defenderroutes.run.Origin;
import io.github.defenderroutes.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.EventNotifier;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.service.ServiceHelper;

/**
 * One generation of routes: a CamelContext of our own with the routes of one folder and the beans they name. What must
 * outlive it (ledger, token, connections) is given to it as beans.
 */
public final class Generation implements AutoCloseable {
    /** The files of a generation without routes. */
    public static final String NO_FILES = "";

    /** The bean of this name, a {@link BeanRepository}, is asked for those that are not ours. */
    public static final String HOST_BEANS = "defenderHostBeans";

    /** An endpoint must be one even if nothing is ever sent to it. */
    private static final String NOWHERE = "log:io.github.defenderroutes.alarm?level=OFF";

    private static final long SPOOLED_ABOVE = 8L * 1024 * 1024;

    private final Main main = new RoutesContext.Program();
    private final AtWork atWork = new AtWork();
    private Outside outside;
    private Optional<Linting> linting = Optional.empty();

    /** @param scheduled whether the scheduled routes fire by themselves */
    public Generation(
            Settings settings, Path routes, Map<String, Object> beans, EventNotifier history, boolean scheduled) {
        this(settings, routes, "*.camel.yaml", beans, history, scheduled);
    }

    /** @param files which of the files in the folder: names or patterns, separated by commas */
    public Generation(
            Settings settings,
            Path routes,
            String files,
            Map<String, Object> beans,
            EventNotifier history,
            boolean scheduled) {
        if (!Files.isDirectory(routes) || !Files.isReadable(routes)) {
            throw new StartException(
                    "%s is not a folder we can read. To fix: start in the folder that holds routes/ and config/, or name it with --routes."
                            .formatted(routes),
                    null);
        }
        main.setShutdownStrategy(new SimpleMainShutdownStrategy()); // the other one would hold up the JVM's exit
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure()
                .withName("defender-routes-" + UUID.randomUUID()) // Quartz knows one scheduler per name and JVM
                .withRoutesIncludePattern(pattern(routes, files))
                .withAutoConfigurationEnvironmentVariablesEnabled(false)
                .withAutoConfigurationSystemPropertiesEnabled(false)
                .withAutoConfigurationLogSummary(false)
                .withSourceLocationEnabled(true)
                .withJmxEnabled(false)
                .withAutoStartup(false)
                .withStreamCachingSpoolEnabled(true) // an answer larger than this waits in a file, not in memory
                .withStreamCachingSpoolThreshold(SPOOLED_ABOVE)
                .withStreamCachingSpoolDirectory(spool())
                .withShutdownLogInflightExchangesOnTimeout(false);
        main.configure().setAutowiredEnabled(false);
        main.setInitialProperties(properties(settings, scheduled));
        main.addMainListener(new OurSettingsOnly());
        beans.forEach(main::bind);
        main.bind("defenderStepHistory", history);
        main.bind("defenderOrigin", new Origin());
        main.bind("defenderAtWork", atWork);
    }

    /** Camel's own default is in a folder that belongs to whichever user of the machine came first. */
    private static String spool() {
        String ours = "defender-routes-%d-%s".formatted(ProcessHandle.current().pid(), UUID.randomUUID());
        return Path.of(System.getProperty("java.io.tmpdir"), ours).toString();
    }

    private static String pattern(Path routes, String files) {
        return files.equals(NO_FILES)
                ? "false"
                : Stream.of(files.split(","))
                        .map(file -> "file:" + routes + "/" + file)
                        .collect(Collectors.joining(","));
    }

    /** Camel by itself prefers the environment and -D, unchecked and as they are spelt, to what the settings made of them. */
    private static final class OurSettingsOnly extends MainListenerSupport {
        @Override
        public void beforeInitialize(BaseMainSupport starting) {
            var placeholders = (PropertiesComponent) starting.getCamelContext().getPropertiesComponent();
            placeholders.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
            placeholders.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
            Registry registry = starting.getCamelContext().getRegistry();
            Optional.ofNullable(registry.lookupByNameAndType(HOST_BEANS, BeanRepository.class))
                    .ifPresent(((DefaultRegistry) registry)::addBeanRepository);
            sendAsHeadersSay(starting.getCamelContext());
        }
    }

    /** Since 4.22 the mail component looks at headers such as To only if it is told to; before, it has no such option. */
    private static void sendAsHeadersSay(CamelContext camel) {
        MailConfiguration mails =
                camel.getComponent("smtp", MailComponent.class).getConfiguration();
        for (String header : List.of("Recipients", "From", "Subject", "ReplyTo")) {
            PropertyBindingSupport.build().withMandatory(false).bind(camel, mails, "useHeader" + header, "true");
        }
    }

    private static Properties properties(Settings settings, boolean scheduled) {
        Map<String, String> values = new LinkedHashMap<>(settings.placeholders());
        values.computeIfPresent("alarm.route", (key, route) -> route.isEmpty() ? NOWHERE : route);
        values.put("camel.component.kamelet.location", "classpath:kamelets");
        // two steps that use a Kamelet with the same parameters share it, and it would take over the error handling
        // of one of them; so it has none, and a failure goes to the step that called it
        values.put("camel.component.kamelet.no-error-handler", "true");
        values.put("camel.component.quartz.auto-start-scheduler", String.valueOf(scheduled));
        values.put("camel.component.quartz.enable-jmx", "false");
        // when it stops, the routes have come to rest; without this each stop waits half a second for idle threads
        values.put("camel.component.quartz.interrupt-jobs-on-shutdown", "true");
        Properties properties = new Properties();
        properties.putAll(values);
        return properties;
    }

    /** Their mistakes are looked for while they are loaded. */
    public Generation lintedBy(Linting linting) {
        this.linting = Optional.of(linting);
        return this;
    }

    /** @throws StartException naming file, line and problem if a route cannot be loaded, or would not work */
    public void load() {
        Optional<StartGuard> guard = linting.map(StartGuard::new);
        try {
            main.start();
            outside = new Outside(camel(), atWork);
        } catch (Exception | StackOverflowError e) { // of steps without an end, by an alias
            close();
            guard.ifPresent(StartGuard::refuseAll);
            throw new StartException(RouteProblem.describe(e), e);
        }
        try {
            guard.ifPresent(StartGuard::refuseWhatCamelTakes);
        } catch (StartException e) {
            close();
            throw e;
        }
    }

    /** Lets the loaded routes run. */
    public void start() {
        try {
            outside().ids().forEach(outside()::begins);
            camel().getRouteController().startAllRoutes();
            camel().setAutoStartup(true); // a Kamelet's route is made, and has to start, at its first use
        } catch (Exception e) {
            throw new StartException(RouteProblem.describe(e), e);
        }
    }

    /** Lets the routes run that are only called; the others begin one by one, see {@link #outside}. */
    void startInside() {
        try {
            camel().setAutoStartup(true); // a Kamelet's route is made, and has to start, at its first use
            for (String id : outside().inside()) {
                camel().getRouteController().startRoute(id);
            }
        } catch (Exception e) {
            throw new StartException(RouteProblem.describe(e), e);
        }
    }

    /** Its routes that begin by themselves; it must be loaded. */
    Outside outside() {
        return outside;
    }

    AtWork atWork() {
        return atWork;
    }

    /** Whether nobody has it in use, neither a route that began by itself nor a person, and nothing is queued up inside. */
    boolean isUncalled() {
        return atWork.routes().isEmpty() && camel().getInflightRepository().size() == 0 && outside.queued() == 0;
    }

    /** How many routes it has, without those that Kamelets are made of. */
    int count() {
        return (int) camel().getRoutes().stream()
                .filter(route -> !route.isCreatedByKamelet())
                .count();
    }

    /** Its context; {@code null} before {@link #load}. */
    public CamelContext camel() {
        return main.getCamelContext();
    }

    /** Runs a scheduled route once, now, in this thread, as its schedule would. */
    public void fire(String routeId) {
        Route route = camel().getRoute(routeId);
        if (route == null) {
            throw new StartException("There is no route " + routeId + ". To fix: restore its file in routes/.", null);
        }
        Exchange exchange = route.getEndpoint().createExchange();
        exchange.getExchangeExtension().setFromRouteId(routeId);
        try {
            route.getProcessor().process(exchange);
        } catch (Exception e) {
            throw new IllegalStateException("The route " + routeId + " failed outside its error handling", e);
        }
    }

    /** Takes no more from the queue of alerts: what is left there is for another process, or for the next start. */
    public void stopTaking() {
        Route takes = camel() == null ? null : camel().getRoute(HandOver.TAKES);
        if (takes != null) {
            ServiceHelper.suspendService(takes.getConsumer());
        }
    }

    /** Lets what is in flight finish, but not for longer than that; then interrupts it. */
    public void close(Duration atMost) {
        if (camel() != null) {
            ShutdownStrategy strategy = camel().getShutdownStrategy();
            strategy.setTimeUnit(TimeUnit.MILLISECONDS);
            strategy.setTimeout(Math.max(1, atMost.toMillis()));
        }
        main.stop();
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }
}
