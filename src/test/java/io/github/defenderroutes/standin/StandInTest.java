package io.github.defenderroutes.standin;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.Ports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class StandInTest {

    @Test
    void tellsAClientWhatItNeeds() {
        try (StandIn standIn = StandIn.start()) {
            assertThat(standIn.settings())
                    .containsEntry(
                            "defender.login-url",
                            "https://localhost:" + standIn.url().getPort())
                    .containsEntry("defender.api-url", standIn.url().toString())
                    .containsEntry("defender.api-scope", "https://api.securitycenter.microsoft.com/.default")
                    .containsEntry(
                            "defender.ca-certificate", standIn.caCertificate().toString())
                    .containsEntry("mail.host", "localhost")
                    .containsEntry("mail.port", Integer.toString(standIn.smtpPort()))
                    .containsEntry("mail.security", "none")
                    .containsKeys(
                            "defender.tenant-id",
                            "defender.client-id",
                            "defender.client-secret",
                            "mail.from",
                            "mail.to");
        }
    }

    @Test
    void recordsEveryCallInOrder() throws Exception {
        try (StandIn standIn = StandIn.start()) {
            TestClient client = new TestClient(standIn);

            client.get("/api/alerts", "$filter", "severity eq 'High'");
            client.post("/api/alerts", "{\"a\":1}");
            client.get("/api/nothing");

            assertThat(standIn.calls())
                    .extracting(Call::operation)
                    .containsExactly("token", "list-alerts", "unknown", "unknown");
            assertThat(standIn.calls()).extracting(Call::status).containsExactly(200, 200, 405, 404);
            Call list = standIn.calls("list-alerts").get(0);
            assertThat(list.query()).containsEntry("$filter", "severity eq 'High'");
            assertThat(list.header("authorization")).startsWith("Bearer ");
            assertThat(standIn.calls().get(2).body()).isEqualTo("{\"a\":1}");
        }
    }

    @Test
    void aWrongVerbIsAnsweredWithTheRightOnesAndNoBody() throws Exception {
        try (StandIn standIn = StandIn.start()) {
            HttpResponse<String> answer = new TestClient(standIn).post("/api/alerts", "{}");

            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).contains("GET");
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void compressesWhenAsked() throws Exception {
        try (StandIn standIn = StandIn.start()) {
            TestClient client = new TestClient(standIn);
            standIn.tenant().add(anAlert("a").title("x".repeat(100_000)));
            HttpRequest request = client.request("/api/alerts")
                    .header("Accept-Encoding", "gzip")
                    .build();

            HttpResponse<byte[]> answer = HttpClient.newBuilder()
                    .sslContext(TestClient.trusting(standIn))
                    .build()
                    .send(request, BodyHandlers.ofByteArray());

            assertThat(answer.body().length).isLessThan(10_000);
            assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
                    .asString()
                    .contains("x".repeat(100_000));
        }
    }

    @Test
    void isNotTrustedWithoutItsCertificate() {
        try (StandIn standIn = StandIn.start()) {
            HttpRequest request = HttpRequest.newBuilder(standIn.url()).build();

            assertThatThrownBy(() -> HttpClient.newHttpClient().send(request, BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void leavesNothingBehind() {
        List<Integer> ports = List.of(Ports.unused(), Ports.unused(), Ports.unused());
        StandIn standIn = StandIn.start(
                StandInOptions.defaults().withPorts(ports.get(0), ports.get(1)).withGraphPort(ports.get(2)));
        Path certificate = standIn.caCertificate();

        standIn.close();

        assertThat(certificate).doesNotExist();
        assertThat(ports).allSatisfy(port -> assertThatThrownBy(() -> new Socket("127.0.0.1", port).close())
                .isInstanceOf(ConnectException.class));
    }

    @Test
    void aTakenMailPortLeavesNothingRunning() {
        try (StandIn standIn = StandIn.start()) {
            StandInOptions sameMailPort = StandInOptions.defaults().withPorts(0, standIn.smtpPort());

            assertThatThrownBy(() -> StandIn.start(sameMailPort))
                    .hasMessage("The stand-in cannot listen on 127.0.0.1:" + standIn.smtpPort());
        }
    }

    @Test
    void saysWhichPortIsTaken() {
        try (StandIn standIn = StandIn.start()) {
            int port = standIn.url().getPort();
            StandInOptions samePort = StandInOptions.defaults().withPorts(port, 0);

            assertThatThrownBy(() -> StandIn.start(samePort))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("The stand-in cannot listen on 127.0.0.1:" + port)
                    .hasCauseInstanceOf(IOException.class);
        }
    }
}
