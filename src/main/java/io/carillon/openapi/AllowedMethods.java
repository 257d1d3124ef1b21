package io.carillon.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which methods a path takes, and which bodies, by the OpenAPI document that the build made. Read once; thread-safe. */
@Singleton
public class AllowedMethods {
    private static final String DOCUMENT = "META-INF/quarkus-generated-openapi-doc.JSON";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    /** How {@link WholePatterns} writes the pattern of a variable that takes slashes too. */
    private static final String ANY = "^(?:.*)$";

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

    private volatile @Nullable List<Place> places;

    /** A path of the document. */
    private record Place(String template, Pattern pattern, String allow, Map<String, String> types) {}

    /** The value of the header Allow for this path; empty where the document has no such path. */
    Optional<String> of(String path) {
        return places().stream()
                .filter(place -> place.pattern().matcher(path).matches())
                .map(Place::allow)
                .findFirst();
    }

    /** The media types that this call takes as a body; empty where the document has no such path, or it takes none. */
    Optional<String> typesOf(String path, String method) {
        return places().stream()
                .filter(place -> place.pattern().matcher(path).matches())
                .findFirst()
                .map(place -> place.types().get(method));
    }

    private List<Place> places() {
        List<Place> known = places;
        if (known == null) {
            known = read();
            places = known;
        }
        return known;
    }

    private static List<Place> read() {
        try (InputStream document =
                Thread.currentThread().getContextClassLoader().getResourceAsStream(DOCUMENT)) {
            List<Place> read = new ArrayList<>();
            if (document != null) {
                new ObjectMapper()
                        .readTree(document)
                        .path("paths")
                        .properties()
                        .forEach(entry -> read.add(place(entry.getKey(), entry.getValue())));
            }
            // Where a literal path and one with a variable both fit, the literal one answers.
            read.sort(Comparator.comparingLong((Place place) -> variables(place.template())));
            return List.copyOf(read);
        } catch (IOException broken) {
            throw new UncheckedIOException("The build's " + DOCUMENT + " cannot be read", broken);
        }
    }

    private static Place place(String template, JsonNode operations) {
        Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));
        Map<String, String> types = new TreeMap<>();
        StringBuilder regex = new StringBuilder("/*");
        operations.properties().forEach(operation -> {
            if (METHODS.contains(operation.getKey())) {
                String method = operation.getKey().toUpperCase(Locale.ROOT);
                methods.add(method);
                JsonNode content = operation.getValue().path("requestBody").path("content");
                if (!content.isEmpty()) {
                    types.put(method, String.join(", ", (Iterable<String>) content::fieldNames));
                }
            }
        });
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        String open = operations.toString().contains(ANY) ? ".*" : "[^/]+";
        String[] literals = VARIABLE.split(template, -1);
        for (int i = 0; i < literals.length; i++) {
            boolean isLast = i == literals.length - 2;
            regex.append(Pattern.quote(i == 0 ? literals[i].substring(1) : literals[i]));
            regex.append(i == literals.length - 1 ? "" : isLast ? open : "[^/]+");
        }
        return new Place(template, Pattern.compile(regex + "/?"), String.join(", ", methods), types);
    }

    private static long variables(String template) {
        return template.chars().filter(c -> c == '{').count();
    }
}
