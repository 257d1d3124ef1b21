package io.carillon.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * An expected no to a REST caller. The type is {@code urn:carillon:problem:{slug}}; the README lists every slug. The title is the
 * catalogue's, in the language of the request.
 */
public final class Problem {
    private static final long TOO_LARGE_FOR_AN_ID = 1_000_000_000;
    private static final String TYPES = "urn:carillon:problem:";

    private Problem() {}

    /** 400: what was sent cannot be taken as it is; each finding says what to fix. */
    public static HttpProblem invalid(String detail, List<Finding> findings) {
        return build("invalid", "What you sent needs mending", 400, detail)
                .with("findings", findings)
                .build();
    }

    /** 400 with one finding. */
    public static HttpProblem invalid(Finding finding) {
        return invalid(finding.message(), List.of(finding));
    }

    /** 401: there is no bearer token, or it does not work. */
    public static HttpProblem unauthorized(String detail) {
        return build("unauthorized", "A bearer token is needed", 401, detail)
                .withHeader("WWW-Authenticate", "Bearer")
                .build();
    }

    /**
     * 404: there is no such thing.
     *
     * @param what the end of a key of the catalogue under {@code thing.}, such as {@code campaign}
     */
    public static HttpProblem notFound(String what, Object id) {
        String thing = Texts.here("thing." + what);
        // A name is whatever somebody wrote, and so is a number that is too large for an id of ours; it may be a
        // person's.
        String detail = id instanceof Number number && number.longValue() < TOO_LARGE_FOR_AN_ID
                ? Texts.here("no.such", thing, id)
                : Texts.here("no.such.named", thing);
        return build("not-found", "Not found", 404, detail).build();
    }

    /** 409: the thing is not in a state for this. */
    public static HttpProblem conflict(String slug, String title, String detail) {
        return build(slug, title, 409, detail).build();
    }

    /** Any other status with its own slug. */
    public static HttpProblem of(int status, String slug, String title, String detail) {
        return build(slug, title, status, detail).build();
    }

    /** The same with a time after which to try again: for what ends by itself (409, 429, 503). */
    public static HttpProblem retryLater(int status, String slug, String title, String detail, Duration after) {
        return build(slug, title, status, detail)
                .withHeader("Retry-After", Math.max(1, after.toSeconds()))
                .build();
    }

    /** Open to this package's mappers, which add fields of their own. */
    static HttpProblem.Builder build(String slug, String title, int status, String detail) {
        return HttpProblem.builder()
                .withType(URI.create(TYPES + slug))
                .withTitle(Texts.title(slug, title))
                .withStatus(status)
                .withDetail(detail);
    }
}
