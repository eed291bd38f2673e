package io.github.defenderroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One line per fact from a child to the benchmark: a word and a number. */
final class Say {
    private Say() {}

    static void it(String event) {
        System.out.println("@" + event + " " + System.currentTimeMillis());
    }

    /** Resident memory now and at its peak, in kB, as Linux counts it. */
    static void memory() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:") || line.startsWith("VmRSS:")) {
                System.out.println("@" + line.replaceAll("[^A-Za-z0-9]+", " ").replace(" kB", ""));
            }
        }
    }
}
