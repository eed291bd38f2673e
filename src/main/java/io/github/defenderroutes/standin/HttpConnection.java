package io.github.defenderroutes.standin;

import io.github.defenderroutes.standin.Reply.Damage;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One kept-alive connection: reads requests, writes answers, damages them when told to. */
final class HttpConnection {

    private static final int IDLE_MILLIS = 60_000;
    private static final int LINE_LIMIT = 64 * 1024;
    private static final int CHUNK = 16 * 1024;

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Socket raw;
    private final SSLContext tls;
    private final Clock clock;
    private final Function<Request, Reply> handler;

    HttpConnection(Socket raw, SSLContext tls, Clock clock, Function<Request, Reply> handler) {
        this.raw = raw;
        this.tls = tls;
        this.clock = clock;
        this.handler = handler;
    }

    void run() throws IOException {
        raw.setTcpNoDelay(true);
        raw.setSoTimeout(IDLE_MILLIS);
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(raw, null, true)) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), CHUNK + 64);
            Request request = read(in, out);
            while (request != null && write(request, handler.apply(request), out)) {
                request = read(in, out);
            }
        }
    }

    private static Request read(InputStream in, OutputStream out) throws IOException {
        String line = line(in);
        if (line == null) {
            return null;
        }
        String[] words = line.split(" ");
        if (words.length != 3) {
            throw new IOException("not a request line: " + line);
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.computeIfAbsent(header.substring(0, colon).strip(), name -> new ArrayList<>())
                    .add(header.substring(colon + 1).strip());
        }
        if (headers.containsKey("Expect")) {
            out.write(ascii("HTTP/1.1 100 Continue\r\n\r\n"));
            out.flush();
        }
        return Request.of(words[0], words[1], headers, body(in, headers));
    }

    private static byte[] body(InputStream in, Map<String, List<String>> headers) throws IOException {
        if (!headers.containsKey("Transfer-Encoding")) {
            List<String> length = headers.getOrDefault("Content-Length", List.of("0"));
            return exactly(in, Integer.parseInt(length.get(0)));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size = Integer.parseInt(line(in), 16);
        while (size > 0) {
            body.write(exactly(in, size));
            line(in);
            size = Integer.parseInt(line(in), 16);
        }
        line(in);
        return body.toByteArray();
    }

    private static byte[] exactly(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("the client left in the middle of its body");
        }
        return bytes;
    }

    /** The next line without its end; {@code null} when the client has left. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.size() > LINE_LIMIT) {
                return null;
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Whether the connection can be used again. */
    private boolean write(Request request, Reply reply, OutputStream out) throws IOException {
        if (reply.damage() == Damage.RESET) {
            raw.setSoLinger(true, 0);
            raw.close();
            return false;
        }
        Answer answer = reply.answer();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Date", HTTP_DATE.format(clock.instant().plus(reply.dateSkew())));
        headers.putAll(answer.headers());
        byte[] body = answer.body();
        if (body.length > 0 && request.header("Accept-Encoding").contains("gzip")) {
            body = gzip(body);
            headers.put("Content-Encoding", "gzip");
        }
        boolean chunked = body.length > 0 && reply.damage() == Damage.NONE;
        if (chunked) {
            headers.put("Transfer-Encoding", "chunked");
        } else {
            headers.put("Content-Length", Integer.toString(body.length + missing(reply)));
        }
        out.write(head(answer.status(), headers));
        writeBody(out, body, chunked);
        out.flush();
        if (reply.damage() == Damage.TRUNCATED) {
            raw.close();
            return false;
        }
        return !"close".equalsIgnoreCase(request.header("Connection"));
    }

    private static int missing(Reply reply) {
        return reply.damage() == Damage.TRUNCATED ? 512 : 0;
    }

    private static byte[] head(int status, Map<String, String> headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " \r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return ascii(head.append("\r\n").toString());
    }

    private static void writeBody(OutputStream out, byte[] body, boolean chunked) throws IOException {
        if (!chunked) {
            out.write(body);
            return;
        }
        for (int from = 0; from < body.length; from += CHUNK) {
            int size = Math.min(CHUNK, body.length - from);
            out.write(ascii(Integer.toHexString(size) + "\r\n"));
            out.write(body, from, size);
            out.write(ascii("\r\n"));
        }
        out.write(ascii("0\r\n\r\n"));
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        }
        return packed.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
