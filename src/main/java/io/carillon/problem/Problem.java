package io.carillon.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.net.URI;
import java.util.List;

/**
 * An expected no to a REST caller. The type is {@code urn:carillon:problem:{slug}}; the README lists every slug.
 */
public final class Problem {
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

    /** 404: there is no such thing. */
    public static HttpProblem notFound(String what, Object id) {
        return build("not-found", "Not found", 404, "There is no " + what + " " + id)
                .build();
    }

    /** 409: the thing is not in a state for this. */
    public static HttpProblem conflict(String slug, String title, String detail) {
        return build(slug, title, 409, detail).build();
    }

    /** Any other status with its own slug. */
    public static HttpProblem of(int status, String slug, String title, String detail) {
        return build(slug, title, status, detail).build();
    }

    private static HttpProblem.Builder build(String slug, String title, int status, String detail) {
        return HttpProblem.builder()
                .withType(URI.create(TYPES + slug))
                .withTitle(title)
                .withStatus(status)
                .withDetail(detail);
    }
}
