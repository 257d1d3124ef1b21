package io.carillon.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.carillon.channel.AddressKind;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what texts may say of people: one statement for any number of them. For many threads. */
@ApplicationScoped
public class PersonReader {
    private static final String COLUMNS = """
            select p.id, p.external_id, p.name, p.city, p.locale, p.birthday::text as birthday, p.gender,
                   p.traits::text as traits,
                   array(select t.tag from profile_tag t where t.profile_id = p.id order by t.tag limit 50) as tags
              from profile p
            """;
    private static final List<String> TEXTS = List.of("external_id", "name", "city", "locale", "birthday", "gender");
    // Amounts keep the digits they were stored with.
    private static final ObjectReader TRAITS = new ObjectMapper()
            .readerFor(new TypeReference<Map<String, Object>>() {})
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final Sql sql;

    /** Runs on that database. */
    public PersonReader(Sql sql) {
        this.sql = sql;
    }

    /** The people of these profile ids; who is not there, or erased, is left out. */
    public Map<Long, Person> read(Long[] profileIds) {
        Map<Long, Person> people = new HashMap<>();
        sql.list(COLUMNS + " where p.id = any(?) and p.erased_at is null", PersonReader::person, (Object) profileIds)
                .forEach(person -> people.put(person.id(), person));
        return people;
    }

    /** The person of that external id. */
    public Optional<Person> find(String externalId) {
        return sql.first(
                COLUMNS + " where p.external_id = ? and p.erased_at is null", PersonReader::person, externalId);
    }

    /** An address that works. {@code region}: of a phone, where it is known. */
    record Place(String scope, @Nullable String region) {}

    /** The addresses of that kind that work, in the order in which a run tries them. */
    List<Place> places(long profile, AddressKind kind) {
        return sql.list(
                """
                select a.scope, a.region from address a
                 where a.profile_id = ? and a.kind = ? and SENDABLE
                 order by a.last_success_at desc nulls last, a.created_at desc, a.id desc""".replace("SENDABLE", AddressKind.SENDABLE),
                row -> new Place(row.getString("scope"), row.getString("region")),
                profile,
                kind.id());
    }

    private static Person person(ResultSet row) throws SQLException {
        Map<String, Object> values = new HashMap<>();
        for (String name : TEXTS) {
            put(values, name, row.getString(name));
        }
        long id = row.getLong("id");
        String traits = row.getString("traits");
        // Most people have none, and reading JSON is the dearest part.
        values.put(Variables.TRAITS, traits.equals("{}") ? Map.of() : traits(id, traits));
        Array tags = row.getArray("tags");
        values.put(Variables.TAGS, Arrays.asList((String[]) tags.getArray()));
        return new Person(id, values);
    }

    private static void put(Map<String, Object> values, String name, @Nullable String value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    private static Map<String, Object> traits(long id, String json) {
        try {
            return TRAITS.readValue(json);
        } catch (JsonProcessingException notAnObject) {
            throw new IllegalStateException("The traits of profile " + id + " are not a JSON object");
        }
    }
}
