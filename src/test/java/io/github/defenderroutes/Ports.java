package io.github.defenderroutes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on which nobody listens. */
public final class Ports {
    /** Below those that systems give to whoever asks for any port: no other test can get one of these by chance. */
    private static final int FIRST = 15_000;

    private static final int LAST = 31_999;

    private Ports() {}

    public static int unused() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException taken) {
                // the next one then
            }
        }
    }
}
