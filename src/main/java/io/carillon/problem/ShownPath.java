package io.carillon.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How much of a request's path a problem repeats. Addresses that outsiders are given hold secrets and signed tokens, and problems are
 * what people paste into tickets.
 */
@Singleton
public class ShownPath implements ProblemPostProcessor {
    private static final int LONGEST = 100;
    /** How our own paths, ids and names of accounts are written. What is written otherwise may be a person's name or address, and
     * ten digits in a row a phone number. */
    private static final Pattern OURS = Pattern.compile("(?!.*\\d{10})[a-z0-9][a-z0-9-]{0,63}");

    private static final String HIDDEN = "…";
    /** After the library's own, which put the path in. */
    private static final int LAST = 1;

    @Override
    public int priority() {
        return LAST;
    }

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        String path = String.valueOf(context.path);
        String shown = of(path);
        return shown.equals(path)
                ? problem
                : HttpProblem.builder(problem).withInstance(URI.create(shown)).build();
    }

    /** The path as it may be shown. */
    static String of(String path) {
        for (String open : new String[] {"/hooks", "/u"}) {
            if (path.startsWith(open + "/")) {
                return open;
            }
        }
        String shown = Arrays.stream(path.split("/", -1))
                .map(part -> part.isEmpty() || OURS.matcher(part).matches() ? part : HIDDEN)
                .collect(Collectors.joining("/"));
        return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + HIDDEN;
    }
}
