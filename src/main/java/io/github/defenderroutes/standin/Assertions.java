package io.github.defenderroutes.standin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the app may show instead of a secret: tokens signed with the key of an uploaded certificate, or by another issuer whom
 * the app trusts.
 *
 * <p>Documented: the audiences; that a federated credential goes by issuer, subject and audience. Observed with MSAL4J: the
 * claims, and a thumbprint in plain Base64 where Base64url would be expected; both are taken.
 */
final class Assertions {
    private static final String EXCHANGE = "api://AzureADTokenExchange";

    private record Issuer(PublicKey key, String name, String subject) {}

    private final Clock clock;
    private final List<X509Certificate> certificates = new CopyOnWriteArrayList<>();
    private final List<Issuer> issuers = new CopyOnWriteArrayList<>();

    Assertions(Clock clock) {
        this.clock = clock;
    }

    void upload(X509Certificate certificate) {
        certificates.add(certificate);
    }

    void trust(PublicKey key, String issuer, String subject) {
        issuers.add(new Issuer(key, issuer, subject));
    }

    /** Why this assertion does not prove that it is the app; empty if it does. */
    Optional<String> problem(String assertion, String clientId, String tokenEndpoint) {
        String[] parts = assertion.split("\\.");
        try {
            if (parts.length != 3) {
                return Optional.of("Client assertion is not a token.");
            }
            Map<String, Object> header = Json.object(Base64.getUrlDecoder().decode(parts[0]));
            Map<String, Object> claims = Json.object(Base64.getUrlDecoder().decode(parts[1]));
            if (header == null || claims == null) {
                return Optional.of("Client assertion cannot be read.");
            }
            Optional<String> problem = clientId.equals(claims.get("iss"))
                    ? ofTheApp(header, claims, parts, clientId, tokenEndpoint)
                    : ofAnIssuer(header, claims, parts);
            return problem.or(() -> outOfTime(claims));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return Optional.of("Client assertion cannot be read.");
        }
    }

    private Optional<String> ofTheApp(
            Map<String, Object> header, Map<String, Object> claims, String[] parts, String clientId, String endpoint)
            throws GeneralSecurityException {
        Optional<X509Certificate> certificate = certificates.stream()
                .filter(one -> thumbprint(one)
                        .equals(String.valueOf(header.get("x5t#S256"))
                                .replace('+', '-')
                                .replace('/', '_')
                                .replace("=", "")))
                .findFirst();
        if (certificate.isEmpty()) {
            return Optional.of("The certificate with this thumbprint is not registered on the application.");
        }
        if (!isSigned(header, parts, certificate.get().getPublicKey())) {
            return Optional.of("Client assertion contains an invalid signature.");
        }
        return clientId.equals(claims.get("sub")) && endpoint.equals(claims.get("aud"))
                ? Optional.empty()
                : Optional.of("Client assertion has another subject or audience.");
    }

    private Optional<String> ofAnIssuer(Map<String, Object> header, Map<String, Object> claims, String[] parts)
            throws GeneralSecurityException {
        for (Issuer issuer : issuers) {
            if (issuer.name.equals(claims.get("iss"))
                    && issuer.subject.equals(claims.get("sub"))
                    && EXCHANGE.equals(claims.get("aud"))
                    && isSigned(header, parts, issuer.key)) {
                return Optional.empty();
            }
        }
        return Optional.of("No matching federated identity record found for presented assertion subject '%s'."
                .formatted(claims.get("sub")));
    }

    private Optional<String> outOfTime(Map<String, Object> claims) {
        long now = clock.instant().getEpochSecond();
        boolean good = claims.get("exp") instanceof Number end
                && now < end.longValue()
                && (!(claims.get("nbf") instanceof Number begin) || begin.longValue() <= now + 300);
        return good ? Optional.empty() : Optional.of("Client assertion is not within its valid time range.");
    }

    private static boolean isSigned(Map<String, Object> header, String[] parts, PublicKey key)
            throws GeneralSecurityException {
        Signature signature;
        if ("PS256".equals(header.get("alg"))) {
            signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        } else {
            signature = Signature.getInstance("SHA256withRSA");
        }
        signature.initVerify(key);
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    }

    private static String thumbprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
