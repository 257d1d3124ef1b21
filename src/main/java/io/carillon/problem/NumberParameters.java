package io.carillon.problem;

import io.carillon.problem.DeclaredParameters.Declared;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses what is no number, or one outside its bounds, where a path or query parameter is a number: one problem for all, which names
 * the parameter, what came and what may come. The framework by itself says that there is no such page, and names nothing.
 */
@Singleton
public class NumberParameters {
    private static final Set<Class<?>> NUMBERS = Set.of(int.class, long.class, Integer.class, Long.class);
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");
    private static final int LONGEST_SHOWN = 64;

    private final Language language;

    public NumberParameters(Language language) {
        this.language = language;
    }

    @ServerRequestFilter(priority = Priorities.USER)
    public void check(ContainerRequestContext request, ResourceInfo resource) {
        if (resource.getResourceMethod() == null) {
            return;
        }
        UriInfo uri = request.getUriInfo();
        List<Finding> findings = new ArrayList<>();
        for (Declared declared : DeclaredParameters.of(resource.getResourceMethod())) {
            if (NUMBERS.contains(declared.type())) {
                given(declared, uri).flatMap(text -> fault(declared, text)).ifPresent(findings::add);
            }
        }
        if (!findings.isEmpty()) {
            throw Problem.invalid(findings.get(0).message(), findings);
        }
    }

    /** The first of several, which is the one that the framework takes. */
    private static Optional<String> given(Declared declared, UriInfo uri) {
        return Optional.ofNullable(
                (declared.isPath() ? uri.getPathParameters() : uri.getQueryParameters()).getFirst(declared.name()));
    }

    private Optional<Finding> fault(Declared declared, String text) {
        Bounds bounds = Bounds.of(declared);
        if (bounds.hold(text)) {
            return Optional.empty();
        }
        String shown = text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
        String expected = bounds.most() == Long.MAX_VALUE
                ? language.text("type.from", bounds.least())
                : language.text("type.between", bounds.least(), bounds.most());
        return Optional.of(Finding.error(
                declared.name(),
                "invalid_parameter",
                shown,
                expected,
                language.text("invalid.number", declared.name(), expected, shown)));
    }

    /** What a number may be. */
    private record Bounds(long least, long most) {
        /** As annotated; else what the type holds. Numbers in paths are our ids, which begin at 1. */
        static Bounds of(Declared declared) {
            boolean isInt = declared.type() == int.class || declared.type() == Integer.class;
            Min min = declared.element().getAnnotation(Min.class);
            Max max = declared.element().getAnnotation(Max.class);
            long least = declared.isPath() ? 1 : isInt ? Integer.MIN_VALUE : Long.MIN_VALUE;
            long most = isInt ? Integer.MAX_VALUE : Long.MAX_VALUE;
            return new Bounds(min == null ? least : min.value(), max == null ? most : max.value());
        }

        boolean hold(String text) {
            if (!WHOLE.matcher(text).matches()) {
                return false;
            }
            try {
                long number = Long.parseLong(text);
                return number >= least && number <= most;
            } catch (NumberFormatException tooLarge) {
                return false;
            }
        }
    }
}
