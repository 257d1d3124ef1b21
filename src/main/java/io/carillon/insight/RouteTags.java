package io.carillon.insight;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.arc.Arc;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Metrics of requests name our own routes and methods, and nothing that somebody sent: whatever is answered before its route is found
 * would be counted under its path, which holds secrets, tokens and addresses, and strangers could make up paths without end.
 */
@Singleton
public class RouteTags implements MeterFilter {
    private static final String REQUESTS = "http.server.";
    private static final String OTHER = "OTHER";
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");

    /** Read with the first request, for filters are there before resources are. */
    private static final class Routes {
        private static final Set<String> ALL = read();

        private static Set<String> read() {
            Set<String> routes = new HashSet<>();
            Arc.container()
                    .beanManager()
                    .getBeans(Object.class, Any.Literal.INSTANCE)
                    .forEach(bean -> {
                        Class<?> resource = bean.getBeanClass();
                        Path root = resource.getAnnotation(Path.class);
                        if (root != null) {
                            routes.add(joined(root.value(), ""));
                            Arrays.stream(resource.getMethods())
                                    .filter(method -> method.isAnnotationPresent(Path.class))
                                    .forEach(method -> routes.add(joined(root.value(), own(method))));
                        }
                    });
            return routes;
        }

        private static String own(Method method) {
            return method.getAnnotation(Path.class).value();
        }

        private static String joined(String root, String path) {
            return ("/" + root + "/" + path).replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
        }
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().startsWith(REQUESTS)) {
            return id;
        }
        return id.replaceTags(id.getTags().stream()
                .map(tag -> isOurs(tag) ? tag : Tag.of(tag.getKey(), OTHER))
                .toList());
    }

    private static boolean isOurs(Tag tag) {
        return switch (tag.getKey()) {
            // Without a slash it is a word of the library's own, such as NOT_FOUND.
            case "uri" -> !tag.getValue().contains("/") || Routes.ALL.contains(tag.getValue());
            case "method" -> METHODS.contains(tag.getValue());
            default -> true;
        };
    }
}
