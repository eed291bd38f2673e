package io.github.defenderroutes.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Asks the process that holds a database. */
public final class ControlClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Handling an alert asks Defender several times, and each may take its time. */
    private static final Duration ANSWER = Duration.ofMinutes(5);

    private final Path place;

    /** @param stateUrl the setting {@code state.url}, of a database that another process holds */
    public ControlClient(String stateUrl) {
        this.place = ControlFile.beside(stateUrl)
                .orElseThrow(() -> new IllegalArgumentException("Several processes can open " + stateUrl));
    }

    /**
     * Lets the running process do a command.
     *
     * @throws NotReachedException if it cannot be asked, or its answer did not come
     */
    public Reply ask(String user, List<String> words) throws InterruptedException {
        ControlFile running = running();
        try {
            HttpResponse<byte[]> answer = HttpClient.newBuilder()
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .connectTimeout(CONNECT)
                    .build()
                    .send(request(running, new Request(user, words)), BodyHandlers.ofByteArray());
            return reply(answer, running);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw notListening(running);
        } catch (IOException e) {
            throw new NotReachedException(
                    "Process %d did not answer: %s. Whether it did it is not known. To fix: look with status or parked, and repeat it if it is not done."
                            .formatted(running.pid(), e));
        }
    }

    private ControlFile running() {
        try {
            return ControlFile.read(place);
        } catch (NoSuchFileException e) {
            throw new NotReachedException(
                    "The process that holds the database has no control port (%s is missing): it is just starting or stopping, or it is no run. To fix: try again in a few seconds, or stop that process."
                            .formatted(place));
        } catch (IOException e) {
            throw new NotReachedException(
                    "%s cannot be read: %s. To fix: ask as the OS user of the process that holds the database."
                            .formatted(place, e));
        }
    }

    private NotReachedException notListening(ControlFile running) {
        return running.isOfALivingProcess()
                ? new NotReachedException(
                        "Process %d does not listen at its control port: it is stopping, or %s is not its own. To fix: try again in a few seconds."
                                .formatted(running.pid(), place))
                : new NotReachedException(
                        "%s was left behind by process %d, which is gone; another process holds the database and has no control port yet. To fix: try again in a few seconds, or stop that process."
                                .formatted(place, running.pid()));
    }

    private HttpRequest request(ControlFile running, Request request) throws IOException {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.port() + ControlPort.PATH))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + running.token())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request)))
                .build();
    }

    private Reply reply(HttpResponse<byte[]> answer, ControlFile running) throws IOException {
        if (answer.statusCode() == 200) {
            return JSON.readValue(answer.body(), Reply.class);
        }
        if (answer.statusCode() == 401 || answer.statusCode() == 403 || answer.statusCode() == 404) {
            throw new NotReachedException(
                    "What listens at port %d is not the process that holds the database: %s was left behind. To fix: try again in a few seconds, or stop that process."
                            .formatted(running.port(), place));
        }
        JsonNode problem = JSON.readTree(answer.body()).path("error");
        throw new NotReachedException("Process %d did not do it: %s".formatted(running.pid(), problem.asText()));
    }
}
