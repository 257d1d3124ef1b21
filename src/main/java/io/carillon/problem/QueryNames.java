package io.carillon.problem;

import io.carillon.problem.DeclaredParameters.Declared;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses query parameters that the call does not know, that say nothing or that say two things: a filter that went by unseen would
 * answer everybody. Knows of a call what its method declares. Vendors' callbacks and the links in mails may carry what they like, and the import, whose
 * options are many, checks them itself.
 */
@Singleton
public class QueryNames {
    private static final String IMPORTS = "/api/imports";
    // Empty it asks for the first page, so that a loop need not begin otherwise than it goes on.
    private static final String CURSOR = "cursor";
    private static final int LONGEST_SHOWN = 64;

    private final Language language;

    public QueryNames(Language language) {
        this.language = language;
    }

    @ServerRequestFilter(priority = Priorities.USER)
    public void check(ContainerRequestContext request, ResourceInfo resource) {
        Map<String, List<String>> parameters = request.getUriInfo().getQueryParameters();
        Set<String> given = parameters.keySet();
        String path = request.getUriInfo().getPath();
        boolean isImport = path.equals(IMPORTS) && request.getMethod().equals("POST");
        if (given.isEmpty() || !path.startsWith("/api/") || isImport || resource.getResourceMethod() == null) {
            return;
        }
        Set<String> taken = declared(resource.getResourceMethod());
        given.stream().filter(name -> !taken.contains(name)).findFirst().ifPresent(name -> {
            throw unknown(name, taken);
        });
        parameters.forEach((name, values) -> {
            if (values.size() > 1) {
                throw Problem.invalid(
                        Finding.error(name, "repeated_parameter", null, null, language.text("query.twice", name)));
            }
            if (!name.equals(CURSOR) && values.stream().anyMatch(String::isBlank)) {
                throw Problem.invalid(
                        Finding.error(name, "empty_parameter", null, null, language.text("query.empty", name)));
            }
        });
    }

    private HttpProblem unknown(String name, Set<String> taken) {
        String shown = name.length() <= LONGEST_SHOWN ? name : name.substring(0, LONGEST_SHOWN) + "…";
        String there = String.join(", ", taken);
        String message = taken.isEmpty()
                ? language.text("query.none", shown)
                : NearestWord.to(name, taken)
                        .map(near -> language.text("query.near", shown, near, there))
                        .orElseGet(() -> language.text("query.unknown", shown, there));
        return Problem.invalid(Finding.error(shown, "unknown_parameter", null, there, message));
    }

    private static Set<String> declared(Method method) {
        return DeclaredParameters.of(method).stream()
                .filter(declared -> !declared.isPath())
                .map(Declared::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
