package io.github.defenderroutes.web;

import io.github.defenderroutes.settings.Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** How the server listens: where, encrypted or not, and how much it puts up with. */
final class Listening {
    private static final int LONGEST_WAIT_SECONDS = 60;

    /** A joint decision names each case that is shown, up to 500; Vert.x takes 256 unless told. */
    private static final int MOST_FORM_FIELDS = 1_024;

    private Listening() {}

    /** For the pages. */
    static HttpServerOptions forPages(Settings settings) {
        HttpServerOptions options =
                plain(settings.text("web.host"), settings.number("web.port")).setMaxFormFields(MOST_FORM_FIELDS);
        if (settings.text("web.tls").equals("own")) {
            options.setSsl(true)
                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                    .setKeyCertOptions(certificate(settings));
        }
        return options;
    }

    static HttpServerOptions plain(String host, int port) {
        return new HttpServerOptions().setHost(host).setPort(port).setIdleTimeout(LONGEST_WAIT_SECONDS);
    }

    private static KeyCertOptions certificate(Settings settings) {
        Path file = settings.path("web.certificate").orElseThrow();
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return text.contains("-----BEGIN ")
                    ? new PemKeyCertOptions().setCertPath(file.toString()).setKeyPath(file.toString())
                    : new PfxOptions()
                            .setPath(file.toString())
                            .setPassword(settings.optionalText("web.certificate-password")
                                    .orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
