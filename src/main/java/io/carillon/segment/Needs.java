package io.carillon.segment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message needs of people besides an address and consent.
 *
 * @param values that its texts cannot do without; at most {@link Segments#MOST_VALUES} of which {@link Segments#isValue} is true
 * @param templates WeChat templates of which it takes a grant, any one of them; null where it is not known which
 */
public record Needs(List<String> values, @Nullable List<String> templates) {
    static final Needs NONE = new Needs(List.of(), null);
}
