package io.github.defenderroutes.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;

/** One line per fact from a child to the benchmark: a word and a number. */
final class Say {
    private Say() {}

    static void it(String event) {
        say(event, System.currentTimeMillis());
    }

    /** Resident memory as Linux counts it and the heap, both in kB: now and at their peak. */
    static void memory() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:") || line.startsWith("VmRSS:")) {
                String[] words = line.split("[: \t]+");
                say(words[0], Long.parseLong(words[1]));
            }
        }
        say(
                "heapPeak",
                ManagementFactory.getMemoryPoolMXBeans().stream()
                                .filter(pool -> pool.getType() == MemoryType.HEAP)
                                .map(MemoryPoolMXBean::getPeakUsage)
                                .mapToLong(usage -> usage.getUsed())
                                .sum()
                        / 1024);
    }

    private static void say(String word, long number) {
        System.out.println("@" + word + " " + number);
    }
}
