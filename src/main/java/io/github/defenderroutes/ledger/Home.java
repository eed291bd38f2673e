package io.github.defenderroutes.ledger;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a process runs, told so exactly that two processes with the same home see each other by their pids: host, boot,
 * pid namespace and user.
 *
 * <p>The host's name alone would not do: containers may share it and not see each other, and then a living process would
 * be taken for dead. Where Linux does not tell boot and namespace, or hides processes, only the heartbeat counts.
 */
record Home(String name, boolean showsItsProcesses) {
    private static final Path PROC = Path.of("/proc");

    static Home ofThisProcess() {
        return of(PROC, host(), System.getProperty("user.name"));
    }

    static Home of(Path proc, String host, String user) {
        try {
            String boot =
                    Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
            String namespace =
                    Files.readSymbolicLink(proc.resolve("self/ns/pid")).toString();
            boolean hides = Files.readString(proc.resolve("self/mounts")).contains("hidepid=");
            return new Home("%s %s %s %s".formatted(host, boot, namespace, user), !hides);
        } catch (IOException e) {
            return new Home(host, false);
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
