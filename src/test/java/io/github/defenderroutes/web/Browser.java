package io.github.defenderroutes.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** A browser without eyes: it keeps cookies, follows nothing by itself, and sends forms with the token it was shown. */
final class Browser {
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]*)\"");

    private final URI address;
    private final HttpClient client;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String token = "";

    Browser(URI address) {
        this(address, null);
    }

    Browser(URI address, SSLContext trust) {
        this.address = address;
        HttpClient.Builder builder = HttpClient.newBuilder();
        if (trust != null) {
            builder.sslContext(trust);
        }
        client = builder.build();
    }

    Browser with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    HttpResponse<String> get(String path) {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri(path)).GET());
        Matcher shown = TOKEN.matcher(response.body());
        if (shown.find()) {
            token = shown.group(1);
        }
        return response;
    }

    Browser without(String header) {
        headers.remove(header);
        return this;
    }

    /** Sends a form, of names and values, with the token of the page that was seen last. */
    HttpResponse<String> post(String path, String... fields) {
        List<String> form = new ArrayList<>();
        boolean own = false;
        for (int i = 0; i < fields.length; i += 2) {
            form.add(fields[i] + "=" + encoded(fields[i + 1]));
            own |= fields[i].equals("token");
        }
        if (!own) {
            form.add("token=" + encoded(token));
        }
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(String.join("&", form))));
    }

    HttpResponse<String> signIn(String name, String password) {
        get("/sign-in");
        HttpResponse<String> response = post("/sign-in", "name", name, "password", password, "next", "/");
        token = "";
        return response;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        headers.forEach(request::header);
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            if (response.uri().getHost().equals(address.getHost())) {
                response.headers().allValues("Set-Cookie").forEach(this::keep);
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Also one for encrypted connections only: a proxy that is not there would have brought it so. */
    private void keep(String setCookie) {
        for (HttpCookie cookie : HttpCookie.parse(setCookie)) {
            if (cookie.getMaxAge() == 0) {
                cookies.remove(cookie.getName());
            } else {
                cookies.put(cookie.getName(), cookie.getValue());
            }
        }
    }

    Browser withCookie(String name, String value) {
        cookies.put(name, value);
        return this;
    }

    private URI uri(String path) {
        return URI.create(path.startsWith("http") ? path : address + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
