package io.github.defenderroutes.standin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues and checks access tokens.
 *
 * <p>Documented: claims {@code aud}, {@code roles}; 403 for a wrong audience; 401 for an invalid or expired token.
 * Captured: the texts of 403. Invented: HS256 instead of RS256, the texts of 401.
 */
final class Tokens {

    static final String DEFENDER = "https://api.securitycenter.microsoft.com";
    static final String GRAPH = "https://graph.microsoft.com";
    static final String EXCHANGE = "https://outlook.office365.com";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Clock clock;
    private volatile byte[] key;

    Tokens(Clock clock) {
        this.clock = clock;
        revokeAll();
    }

    void revokeAll() {
        byte[] fresh = new byte[32];
        new SecureRandom().nextBytes(fresh);
        key = fresh;
    }

    String issue(String audience, String appId, String tenantId, Collection<String> roles, Duration lifetime) {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", audience);
        claims.put("iss", "https://sts.windows.net/" + tenantId + "/");
        claims.put("iat", now);
        claims.put("nbf", now);
        claims.put("exp", now + lifetime.toSeconds());
        claims.put("appid", appId);
        claims.put("roles", List.copyOf(roles));
        claims.put("tid", tenantId);
        claims.put("ver", "1.0");
        String unsigned = BASE64.encodeToString(Json.bytes(Map.of("alg", "HS256", "typ", "JWT")))
                + "."
                + BASE64.encodeToString(Json.bytes(claims));
        return unsigned + "." + sign(unsigned);
    }

    /** Refuses unless the header carries a token of ours for this API with one of these roles. */
    void check(String authorization, String audience, Set<String> anyRole) {
        Map<String, Object> claims = claims(authorization);
        if (!audience.equals(claims.get("aud"))) {
            throw new RefusedException(403, "Forbidden", "Token audience is not allowed: " + claims.get("aud"));
        }
        if (!(claims.get("roles") instanceof List<?> roles)) {
            throw unauthorized("Token has no roles");
        }
        if (anyRole.stream().noneMatch(roles::contains)) {
            throw new RefusedException(
                    403,
                    "Forbidden",
                    "Missing application roles. API required roles: %s, application roles: %s."
                            .formatted(
                                    String.join(",", anyRole),
                                    String.join(
                                            ",",
                                            roles.stream().map(Object::toString).toList())));
        }
    }

    private Map<String, Object> claims(String authorization) {
        String[] parts =
                authorization.startsWith("Bearer ") ? authorization.substring(7).split("\\.") : new String[0];
        if (parts.length != 3) {
            // unconfirmed: a gateway without a body
            throw new RefusedException(Answer.empty(401).with("WWW-Authenticate", "Bearer"));
        }
        if (!MessageDigest.isEqual(ascii(sign(parts[0] + "." + parts[1])), ascii(parts[2]))) {
            throw unauthorized("Token is not valid");
        }
        Map<String, Object> claims = Json.object(Base64.getUrlDecoder().decode(parts[1]));
        if (((Number) claims.get("exp")).longValue() <= clock.instant().getEpochSecond()) {
            throw unauthorized("Token has expired");
        }
        return claims;
    }

    private static RefusedException unauthorized(String reason) {
        return new RefusedException(
                Answer.error(401, "Unauthorized", "Unauthorized request - reason of failure: " + reason)
                        .with("WWW-Authenticate", "Bearer error=\"invalid_token\""));
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return BASE64.encodeToString(mac.doFinal(ascii(text)));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
