package io.github.defenderroutes.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.Ports;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlPortTest {
    private final BlockingQueue<List<String>> performed = new LinkedBlockingQueue<>();

    @TempDir
    private Path data;

    private String url;
    private Path place;
    private ControlPort port;

    @BeforeEach
    void open() {
        url = "jdbc:h2:file:" + data.resolve("defender-routes");
        place = data.resolve("control");
        port = new ControlPort(url, (user, words) -> {
            performed.add(words);
            return new Reply(words.size(), user + " said " + words, "ä€😀");
        });
        port.open();
    }

    @AfterEach
    void close() {
        port.close();
    }

    @Test
    void whoAsksGetsTheReply() throws Exception {
        assertThat(new ControlClient(url).ask("jdoe", List.of("resubmit", "a \"b\" ä")))
                .isEqualTo(new Reply(2, "jdoe said [resubmit, a \"b\" ä]", "ä€😀"));
    }

    @Test
    void onlyTheOwnerCanReadWhereItIs() throws IOException {
        if (Files.getFileStore(data).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
                    .isEqualTo("rw-------");
        }
        assertThat(ControlFile.read(place).token()).matches("[0-9a-f]{64}");
        assertThat(ControlFile.read(place).toString())
                .doesNotContain(ControlFile.read(place).token());
    }

    @Test
    void everyStartHasATokenOfItsOwn() throws IOException {
        String before = ControlFile.read(place).token();
        port.close();
        open();

        assertThat(ControlFile.read(place).token()).isNotEqualTo(before);
    }

    @Test
    void withoutATokenNothingIsDone() throws Exception {
        assertThat(status(request("POST", "/command", ourHost(), null))).isEqualTo(401);
        assertThat(performed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "Bearer 00", "Basic %s", "%s", "Bearer %s0", "bearer %s"})
    void withAWrongTokenNothingIsDone(String authorization) throws Exception {
        String wrong = authorization.formatted(ControlFile.read(place).token());

        assertThat(status(request("POST", "/command", ourHost(), wrong))).isEqualTo(401);
        assertThat(performed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example:%d", "localhost:%d", "127.0.0.1", "[::1]:%d", "127.0.0.1:%d.evil.example"})
    void underAnotherNameNothingIsDoneEvenWithTheToken(String host) throws Exception {
        String other = host.formatted(ControlFile.read(place).port());

        assertThat(status(request("POST", "/command", other, ourToken()))).isEqualTo(403);
        assertThat(performed).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"POST,/,404", "POST,/command/..,404", "GET,/command,405", "PUT,/command,405"})
    void thereIsOnlyOneThingToAskFor(String method, String path, int status) throws Exception {
        assertThat(status(request(method, path, ourHost(), ourToken()))).isEqualTo(status);
        assertThat(performed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"user\":\"u\"}", "{\"user\":\"u\",\"words\":\"x\"}", "{\"us"})
    void whatIsNoRequestIsRefused(String body) throws Exception {
        assertThat(status(request("POST", "/command", ourHost(), ourToken())
                        .replace("{}", body)
                        .replace("Content-Length: 2", "Content-Length: " + body.length())))
                .isEqualTo(400);
        assertThat(performed).isEmpty();
    }

    @Test
    void aRequestWithoutEndIsRefused() throws Exception {
        String endless = "[" + " ".repeat((1 << 20) + 10);

        assertThat(status(request("POST", "/command", ourHost(), ourToken())
                        .replace("{}", endless)
                        .replace("Content-Length: 2", "Content-Length: " + endless.length())))
                .isEqualTo(413);
    }

    @Test
    void twoCommandsAreDoneAtTheSameTime() throws Exception {
        CountDownLatch bothAreIn = new CountDownLatch(2);
        port.close();
        port = new ControlPort(url, (user, words) -> {
            bothAreIn.countDown();
            return new Reply(waitedFor(bothAreIn) ? 0 : 1, "", "");
        });
        port.open();

        List<Thread> askers = List.of(new Thread(this::ask), new Thread(this::ask));
        askers.forEach(Thread::start);

        assertThat(bothAreIn.await(20, TimeUnit.SECONDS)).isTrue();
        for (Thread asker : askers) {
            asker.join(20_000);
        }
    }

    @Test
    void closingDoesNotWaitForACommandAtWork() throws Exception {
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        port.close();
        port = new ControlPort(url, (user, words) -> {
            in.countDown();
            return new Reply(waitedFor(never) ? 0 : 1, "", "");
        });
        port.open();
        Thread asker = new Thread(() -> assertThatThrownBy(this::ask).hasMessageContaining("is not known"));
        asker.start();
        in.await();

        long began = System.nanoTime();
        port.close();

        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began)).isLessThan(5);
        never.countDown();
        asker.join(20_000);
    }

    @Test
    void aCommandThatFailsIsAnsweredWithTheReason() {
        port.close();
        port = new ControlPort(url, (user, words) -> {
            throw new IllegalArgumentException("our mistake");
        });
        port.open();

        assertThatThrownBy(this::ask).isInstanceOf(NotReachedException.class).hasMessageContaining("our mistake");
    }

    @Test
    void inTheEndTheFileIsGone() {
        port.close();

        assertThat(place).doesNotExist();
        assertThatThrownBy(this::ask)
                .hasMessageContaining("has no control port")
                .hasMessageContaining("To fix:");
    }

    @Test
    void aFileThatAnotherProcessHasPutThereStays() throws IOException {
        ControlFile others = new ControlFile(1, "00", 1);
        others.write(place);

        port.close();

        assertThat(ControlFile.read(place)).isEqualTo(others);
    }

    @Test
    void aFileThatACrashHasLeftBehindIsReplaced() throws Exception {
        port.close();
        Files.writeString(place, "{half a fi");

        open();

        assertThat(new ControlClient(url).ask("jdoe", List.of()).exitCode()).isZero();
    }

    @Test
    void aFileOfAProcessThatIsGoneIsToldAsSuch() throws IOException {
        port.close();
        new ControlFile(Ports.unused(), "00", 999_999_999).write(place);

        assertThatThrownBy(this::ask).hasMessageContaining("was left behind by process 999999999, which is gone");
    }

    @Test
    void aFileThatLeadsToSomebodyElsesPortIsToldAsSuch() throws IOException {
        new ControlFile(ControlFile.read(place).port(), "00", 1).write(place);

        assertThatThrownBy(this::ask).hasMessageContaining("was left behind").hasMessageContaining("To fix:");
        assertThat(performed).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadIsToldAsSuch() throws IOException {
        Files.writeString(place, "not ours");

        assertThatThrownBy(this::ask).hasMessageContaining("cannot be read").hasMessageContaining("To fix:");
    }

    @Test
    void aFolderThatCannotBeWrittenDoesNotStopTheStart() {
        ControlPort nowhere =
                new ControlPort("jdbc:h2:file:" + data.resolve("missing/state"), (user, words) -> new Reply(0, "", ""));

        nowhere.open();
        nowhere.close();

        assertThat(data.resolve("missing")).doesNotExist();
    }

    @Test
    void whatWasClosedIsNotOpenedAnyMore() {
        port.close();

        port.open();

        assertThat(place).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:./data/defender-routes, ./data/control",
        "jdbc:h2:file:./data/defender-routes;CACHE_SIZE=1, ./data/control",
        "jdbc:h2:./data/tenant-a, ./data/tenant-a.control",
        "jdbc:h2:file:/var/lib/state, /var/lib/state.control",
        "JDBC:H2:FILE:x, x.control"
    })
    void theFileIsBesideTheDatabase(String stateUrl, Path file) {
        assertThat(ControlFile.beside(stateUrl)).hasValue(file);
    }

    @Test
    void theHomeFolderIsUnderstoodAsH2Does() {
        assertThat(ControlFile.beside("jdbc:h2:~/state"))
                .hasValue(Path.of(System.getProperty("user.home"), "state.control"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:demo",
                "jdbc:h2:tcp://host/state",
                "jdbc:h2:file:./data/state;AUTO_SERVER=TRUE",
                "jdbc:postgresql://host/state"
            })
    void aDatabaseThatNobodyHoldsAloneInAFileHasNone(String stateUrl) {
        assertThat(ControlFile.beside(stateUrl)).isEmpty();
    }

    private Reply ask() {
        try {
            return new ControlClient(url).ask("jdoe", List.of("status"));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean waitedFor(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String ourHost() throws IOException {
        return "127.0.0.1:" + ControlFile.read(place).port();
    }

    private String ourToken() throws IOException {
        return "Bearer " + ControlFile.read(place).token();
    }

    private static String request(String method, String path, String host, String authorization) {
        return "%s %s HTTP/1.1\r\nHost: %s\r\n%sConnection: close\r\nContent-Length: 2\r\n\r\n{}"
                .formatted(method, path, host, authorization == null ? "" : "Authorization: " + authorization + "\r\n");
    }

    /** The status of the answer to these bytes; a client of the JDK would not send all of them. */
    private int status(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", ControlFile.read(place).port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            byte[] start = socket.getInputStream().readNBytes(12);
            return Integer.parseInt(new String(start, 9, 3, StandardCharsets.US_ASCII));
        }
    }
}
