package io.carillon.segment;

import java.util.List;

/** Whoever keeps rules, and so may name a saved segment that would be missed. Found through CDI; called in a transaction. */
public interface SegmentUsers {
    /**
     * The condition that {@code rule}, a jsonb, names the segment; binds its name, its id, its name and its id. A rule may also be the
     * segment's bare name or id.
     */
    String NAMES_IT = """
            (jsonb_path_exists(rule, '$.**.segment ? (@ == $name || @ == $id)',
                               jsonb_build_object('name', ?::text, 'id', ?::bigint))
             or rule in (to_jsonb(?::text), to_jsonb(?::bigint)))""";

    /**
     * One that names it.
     *
     * @param thing the end of a key of the catalogue under {@code thing.}, such as {@code campaign}
     */
    record User(String thing, long id, String name) {}

    /** Those that name the segment of this id and name; at most {@code limit}, lowest id first. */
    List<User> of(long id, String name, int limit);
}
