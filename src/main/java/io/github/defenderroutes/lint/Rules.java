package io.github.defenderroutes.lint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The catalogue. */
final class Rules {
    /** What reading a file finds, before any rule can look at it. */
    private static final Map<String, String> OF_READING = new LinkedHashMap<>();

    /** What is found in files beside the routes, by those who read them. */
    private static final Map<String, String> OF_OTHER_FILES = new LinkedHashMap<>();

    static {
        OF_READING.put("file", "A file or folder cannot be read");
        OF_READING.put("yaml", "A file is no YAML, or a key stands in it twice");
        OF_READING.put(Structure.UNKNOWN_STEP, "There is no such step in Camel, or it stands where none can");
        OF_READING.put(Structure.UNKNOWN_OPTION, "A step or route has no such option");
        OF_READING.put(Structure.MISSING_OPTION, "A step or route lacks an option, an expression or a data format");
        OF_READING.put(Structure.WRONG_VALUE, "An option has a value that it cannot have, or a list is none");
    }

    static final List<Rule> ALL = List.of(
            new ComponentRule(),
            new EndpointOptionRule(),
            new FormatRule(),
            new KameletRule(),
            new KameletParameterRule(),
            new BeanRule(),
            new MethodRule(),
            new PlaceholderRule(),
            new ExpressionRule(),
            new VariableRule(),
            new CronRule(),
            new ClassRule(),
            new RouteCallRule(),
            new UnusedRouteRule(),
            new RouteNameRule(),
            new RouteConfigurationRule(),
            new DuplicateIdRule(),
            new StepIdRule(),
            new SecretRule(),
            new HeaderLeakRule(),
            new DataInAddressRule(),
            new DataInJsonRule(),
            new HttpTimeoutRule(),
            new WaitingRule());

    static {
        OF_OTHER_FILES.put(
                "settings", "application.properties has a setting that is unknown, impossible or written twice");
        OF_OTHER_FILES.put("guardrails", "guardrails.yaml has a rule that cannot be used");
        OF_OTHER_FILES.put("hunting", "A hunting query cannot be used");
        OF_OTHER_FILES.put("case", "A case file cannot be read");
        OF_OTHER_FILES.put("load", "Camel cannot load the routes, for a reason that no rule above names");
    }

    private Rules() {}

    /** What each name stands for, in the order of the documentation. */
    static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>(OF_READING);
        ALL.forEach(rule -> meanings.put(rule.name(), rule.about()));
        meanings.putAll(OF_OTHER_FILES);
        return meanings;
    }
}
