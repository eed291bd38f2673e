package io.github.defenderroutes.lint;

import java.util.Locale;
import java.util.Set;

/** A data format that is not on the class path. */
final class FormatRule implements Rule {
    private static final String FORMATS = "META-INF/services/org/apache/camel/dataformat/";

    /** Their library decides under which name they are known. */
    private static final Set<String> BY_LIBRARY = Set.of("avro", "protobuf", "yaml");

    @Override
    public String name() {
        return "unknown-format";
    }

    @Override
    public String about() {
        return "A step reads or writes a data format that is not there";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        routes.all()
                .filter(element -> element.type().endsWith("DataFormat") && element.parent() != null)
                .filter(element -> element.parent().is("MarshalDefinition", "UnmarshalDefinition"))
                .filter(element ->
                        !BY_LIBRARY.contains(element.name()) && !element.name().equals("custom"))
                .forEach(element -> {
                    String name = element.name().equals("json")
                            ? element.text("library").orElse("jackson").toLowerCase(Locale.ROOT)
                            : element.name();
                    if (!Surroundings.hasResource(FORMATS + name)) {
                        findings.error(
                                element.path(),
                                element.key(),
                                "the data format %s is not there".formatted(name),
                                "use json, or add the dependency org.apache.camel:camel-%s, scope runtime, to pom.xml"
                                        .formatted(name.toLowerCase(Locale.ROOT)));
                    }
                });
    }
}
