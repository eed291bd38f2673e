package io.github.defenderroutes.web;

import io.vertx.core.http.HttpMethod;

/**
 * One way in: an address, who may take it, and what is behind.
 *
 * @param path with {@code :name} for what varies
 */
record Entrance(HttpMethod method, String path, Role role, Page page) {

    static Entrance look(String path, Page page) {
        return new Entrance(HttpMethod.GET, path, Role.VIEWER, page);
    }

    static Entrance act(String path, Role role, Page page) {
        return new Entrance(HttpMethod.POST, path, role, page);
    }
}
