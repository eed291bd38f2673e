package io.github.defenderroutes.defender;

import java.util.Map;

/** Asked immediately before each call that changes the tenant is sent. Registered as the bean {@code defenderGate}. */
public interface Gatekeeper {
    /**
     * Returns if the call may be sent now, once.
     *
     * @param operation the operation, such as {@code isolate-device}
     * @param path the values in the call's path, such as {@code machineId}
     * @throws RuntimeException saying why it may not
     */
    void pass(String operation, Map<String, String> path);
}
