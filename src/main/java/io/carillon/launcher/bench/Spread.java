package io.carillon.launcher.bench;

import java.util.Arrays;
import java.util.List;

/**
 * One figure, measured several times.
 *
 * @param values as they came, at least one
 */
record Spread(List<Double> values) {

    Spread {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("A figure has at least one value");
        }
        values = List.copyOf(values);
    }

    static Spread of(double... values) {
        return new Spread(Arrays.stream(values).boxed().toList());
    }

    /** The middle one; of an even number the mean of the two in the middle. */
    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double min() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double max() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
