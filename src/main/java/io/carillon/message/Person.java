package io.carillon.message;

import java.util.Map;

/**
 * A person as texts may speak of them.
 *
 * @param id our profile id
 * @param values name, city, gender, birthday, locale and external_id as text, tags as a list of text, traits as a map;
 *     what is not known is left out
 */
public record Person(long id, Map<String, Object> values) {

    /** Without the values, so that it may be logged. */
    @Override
    public String toString() {
        return "Person[" + id + "]";
    }
}
