package io.carillon.problem;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Broken bounds of parameters and fields as findings; the validator has said the sentence in the language asked for. */
final class BoundFindings {
    private static final int LONGEST_FOUND = 100;

    private BoundFindings() {}

    /** Whether the caller broke them; a broken bound of an answer is our own trouble. */
    static boolean isCallers(ConstraintViolationException problem) {
        return problem.getConstraintViolations().stream().noneMatch(violation -> {
            for (Path.Node node : violation.getPropertyPath()) {
                if (node.getKind() == ElementKind.RETURN_VALUE) {
                    return true;
                }
            }
            return false;
        });
    }

    /** One for each, by place. */
    static List<Finding> of(ConstraintViolationException problem) {
        return problem.getConstraintViolations().stream()
                .map(BoundFindings::finding)
                .sorted(Comparator.comparing(Finding::place).thenComparing(Finding::code))
                .toList();
    }

    private static Finding finding(ConstraintViolation<?> violation) {
        String place = place(violation.getPropertyPath());
        String constraint = violation
                .getConstraintDescriptor()
                .getAnnotation()
                .annotationType()
                .getSimpleName();
        String code = constraint.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(java.util.Locale.ROOT);
        String name = place.isEmpty() ? "body" : place;
        return Finding.error(
                place, code, found(violation.getInvalidValue()), null, name + " " + violation.getMessage());
    }

    /** The name of a parameter, or the JSON pointer of a field of the body. */
    private static String place(Path path) {
        StringBuilder pointer = new StringBuilder();
        String parameter = "";
        for (Path.Node node : path) {
            if (node.getKind() == ElementKind.PARAMETER) {
                parameter = String.valueOf(node.getName());
            } else if (node.getKind() == ElementKind.PROPERTY || node.getKind() == ElementKind.CONTAINER_ELEMENT) {
                if (node.getIndex() != null) {
                    pointer.append('/').append(node.getIndex());
                } else if (node.getKey() != null) {
                    pointer.append('/').append(node.getKey());
                }
                if (node.getKind() == ElementKind.PROPERTY) {
                    pointer.append('/').append(node.getName());
                }
            }
        }
        return pointer.isEmpty() ? parameter : pointer.toString();
    }

    private static @Nullable String found(@Nullable Object value) {
        if (value == null || value instanceof Collection || value instanceof Map || value instanceof Record) {
            return null;
        }
        String text = String.valueOf(value);
        return text.length() <= LONGEST_FOUND ? text : text.substring(0, LONGEST_FOUND) + "…";
    }
}
