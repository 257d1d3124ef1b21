package io.carillon.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Refuses path and query parameters with characters that PostgreSQL knows nothing of: NUL, and half of a surrogate pair. No name,
 * id or cursor has one, and every place that looks something up would have to ask.
 */
@Provider
@Priority(Priorities.USER)
public class StorableParameters implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        UriInfo uri = request.getUriInfo();
        Locale language = Language.of(request.getHeaderString("Accept-Language"));
        check(uri.getPathParameters(), language);
        check(uri.getQueryParameters(), language);
    }

    /** Whether PostgreSQL can keep this text. */
    static boolean isStorable(String text) {
        return text.codePoints().noneMatch(point -> point == 0 || Character.getType(point) == Character.SURROGATE);
    }

    private static void check(Map<String, List<String>> parameters, Locale language) {
        parameters.forEach((name, values) -> {
            if (!isStorable(name)) {
                throw unstorable("", language);
            }
            if (!values.stream().allMatch(StorableParameters::isStorable)) {
                throw unstorable(name, language);
            }
        });
    }

    static HttpProblem unstorable(String place, Locale language) {
        return Problem.invalid(
                Finding.error(place, "unstorable_text", null, null, Texts.text(language, "invalid.unstorable")));
    }
}
