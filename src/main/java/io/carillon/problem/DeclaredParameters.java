package io.carillon.problem;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.RestPath;

/** The path and query parameters that a resource's method declares, itself or in a bean. Thread-safe. */
final class DeclaredParameters {
    private static final Map<Method, List<Declared>> KNOWN = new ConcurrentHashMap<>();

    private DeclaredParameters() {}

    /**
     * One of them.
     *
     * @param isPath whether it is a part of the path
     * @param element where its annotations are
     */
    record Declared(String name, boolean isPath, Class<?> type, AnnotatedElement element) {}

    /** Those of a method, read once. */
    static List<Declared> of(Method method) {
        return KNOWN.computeIfAbsent(method, DeclaredParameters::read);
    }

    private static List<Declared> read(Method method) {
        List<Declared> all = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                Arrays.stream(parameter.getType().getDeclaredFields())
                        .forEach(field -> add(field, field.getName(), field.getType(), all));
            } else {
                add(parameter, parameter.getName(), parameter.getType(), all);
            }
        }
        return List.copyOf(all);
    }

    private static void add(AnnotatedElement element, String ownName, Class<?> type, List<Declared> all) {
        if (element.isAnnotationPresent(QueryParam.class)) {
            all.add(new Declared(element.getAnnotation(QueryParam.class).value(), false, type, element));
        } else if (element.isAnnotationPresent(PathParam.class)) {
            all.add(new Declared(element.getAnnotation(PathParam.class).value(), true, type, element));
        } else if (element.isAnnotationPresent(RestPath.class)) {
            all.add(new Declared(ownName, true, type, element));
        }
    }
}
