package io.github.defenderroutes.mail;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Links into the Defender portal. Ids are foreign, so they are encoded. */
final class Portal {

    private final String base;

    /** @throws IllegalArgumentException if the address is no web address */
    Portal(String url) {
        URI uri = URI.create(url);
        if (uri.getHost() == null || !("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
            throw new IllegalArgumentException(
                    "The portal's address '%s' is no web address. To fix: write https://security.microsoft.com."
                            .formatted(url));
        }
        base = url.replaceFirst("/+$", "");
    }

    /** {@code alert}, {@code device}, {@code incident}; a link without an id is missing. */
    Map<String, Object> links(String alertId, String deviceId, String incidentId) {
        var links = new HashMap<String, Object>();
        put(links, "alert", "alerts", alertId);
        put(links, "device", "machines", deviceId);
        put(links, "incident", "incidents", incidentId);
        return links;
    }

    private void put(Map<String, Object> links, String name, String folder, String id) {
        // an id longer than that is none, and no browser takes the link
        if (id != null && id.length() <= Fields.USUAL) {
            String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
            links.put(name, base + "/" + folder + "/" + encoded);
        }
    }
}
