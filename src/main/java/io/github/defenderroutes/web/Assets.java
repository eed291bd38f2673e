package io.github.defenderroutes.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;

/** The few files beside the pages, from the jar. Their address changes with what is in them, so a browser may keep them. */
final class Assets {
    private static final String HTMX = "META-INF/maven/org.webjars.npm/htmx.org/pom.properties";

    private final List<Asset> all;
    private final String folder;

    private record Asset(String name, String type, Buffer content) {}

    Assets() {
        all = List.of(
                new Asset("style.css", "text/css; charset=utf-8", read("web/assets/style.css")),
                new Asset("icon.svg", "image/svg+xml", read("web/assets/icon.svg")),
                new Asset(
                        "htmx.js",
                        "text/javascript; charset=utf-8",
                        read("META-INF/resources/webjars/htmx.org/%s/dist/htmx.min.js".formatted(htmxVersion()))));
        folder = "/assets/" + fingerprint(all);
    }

    /** The folder in which the browser finds them. */
    String folder() {
        return folder;
    }

    void mount(Router router) {
        for (Asset asset : all) {
            router.get(folder + "/" + asset.name()).handler(context -> {
                HttpServerResponse response = context.response();
                response.putHeader("Content-Type", asset.type());
                response.putHeader("Cache-Control", "public, max-age=31536000, immutable");
                response.end(asset.content());
            });
        }
    }

    private static String fingerprint(List<Asset> assets) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            assets.forEach(asset -> digest.update(asset.content().getBytes()));
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static String htmxVersion() {
        Properties properties = new Properties();
        try (InputStream stream = open(HTMX)) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static Buffer read(String resource) {
        try (InputStream stream = open(resource)) {
            return Buffer.buffer(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream stream = Assets.class.getClassLoader().getResourceAsStream(resource);
        if (stream == null) {
            throw new IOException(resource + " is not on the class path. To fix: add org.webjars.npm:htmx.org to it.");
        }
        return stream;
    }
}
