package io.carillon.message;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Reads what texts may say of many people at once. */
@ApplicationScoped
public class PersonReader {

    /** The people of these ids; one that is not there is left out. */
    public Map<Long, Person> read(Long[] profileIds) {
        throw new UnsupportedOperationException("Not there yet");
    }
}
