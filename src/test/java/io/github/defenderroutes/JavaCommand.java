package io.github.defenderroutes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a JVM of its own is started on this class path: made for a short life, so that a test waits little for it. */
public final class JavaCommand {
    static final List<String> SHORT_LIVED = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC");

    private static final int USUAL_HEAP = 256;

    private JavaCommand() {}

    /** The command line that runs this class with these system properties; its arguments may be added. */
    public static List<String> of(Class<?> main, Map<String, String> properties) {
        return of(main, properties, USUAL_HEAP);
    }

    /** @param heap the most it may take, in megabytes */
    static List<String> of(Class<?> main, Map<String, String> properties, int heap) {
        List<String> command = new ArrayList<>(SHORT_LIVED);
        command.addAll(StartArchive.get().options());
        command.add("-Xmx" + heap + "m");
        command.add("-Dlogback.configurationFile=logback-test.xml"); // unless they say otherwise
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-cp", StartArchive.get().classPath(), main.getName()));
        return command;
    }
}
