package io.carillon.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.carillon.channel.Purpose;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.carillon.profile.ConsentRules;
import io.carillon.segment.Compilation.Compiled;
import io.carillon.segment.Needs;
import io.carillon.segment.People;
import io.carillon.segment.Reach;
import io.carillon.segment.ReachQuery;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The database's word on who lacks what is that of the texts. */
class LackedValuesTest {
    private static final List<String> VALUES =
            List.of("birthday", "city", "external_id", "gender", "locale", "name", "traits.level", "traits.a.b");
    private static final List<String> ODD = List.of(
            "",
            " ",
            "\t\n\r",
            "\u00a0",
            "\u3000",
            "\u2028\u2029",
            "\u202e",
            "\u0001\u001f\u007f\u0085",
            "\ufffe",
            "\ufff9",
            "\u200b",
            "\u200d\ufeff\u00ad",
            "\u061c\u180e\u202f",
            "\u2060\u2064\u206a\u206f",
            "\u200b林",
            "\u2007",
            "a",
            " 林 ",
            "🌙",
            "x".repeat(1_000),
            "x".repeat(1_001));

    private final Sql sql = TestDatabase.freshSql();

    @Test
    void whoLacksAValueForTheDatabaseLacksItForTheText() throws Exception {
        People people = new People(sql);
        people.add("none", null, "{}");
        for (int i = 0; i < ODD.size(); i++) {
            String odd = ODD.get(i);
            String json = new ObjectMapper().writeValueAsString(Map.of("level", odd, "a", Map.of("b", odd)));
            long id = people.add("odd-" + i, odd, json);
            sql.update(
                    "update profile set name = ?, gender = ?, locale = ?, birthday = '2001-02-03' where id = ?",
                    odd,
                    odd,
                    odd,
                    id);
        }
        for (String traits : List.of(
                "{\"level\": null, \"a\": {\"b\": 0}}",
                "{\"level\": false, \"a\": {\"b\": []}}",
                "{\"level\": {\"b\": 1}, \"a\": \"b\"}",
                "{\"level\": 12.50, \"a\": [{\"b\": 1}]}",
                "{\"level\": [\"x\"], \"a\": {\"b\": true}}")) {
            people.add("json-" + traits.hashCode(), "x", traits);
        }
        Map<Long, Set<String>> said = sql.list("select id from profile", row -> row.getLong(1)).stream()
                .collect(Collectors.toMap(id -> id, this::saidByTheDatabase));

        assertThat(said).isEqualTo(saidByTheTexts(said.keySet()));
        assertThat(said.values().stream().distinct()).hasSizeGreaterThan(5);
    }

    private Set<String> saidByTheDatabase(long id) {
        Compiled one = new Compiled("p.id = ?", List.of(id), NullNode.getInstance());
        Reach reach = new ReachQuery(sql, ConsentRules.shipped())
                .reachAndLacks(one, Purpose.MARKETING, new Needs(VALUES, null));
        return new TreeSet<>(reach.groups().get(0).lacks());
    }

    private Map<Long, Set<String>> saidByTheTexts(Set<Long> ids) {
        FormRenderer renderer = new FormRenderer();
        RenderLinks links = new RenderLinks(null, "https://shop.example/u/x", "x");
        return new PersonReader(sql)
                .read(ids.toArray(Long[]::new)).values().stream()
                        .collect(Collectors.toMap(
                                Person::id,
                                person -> VALUES.stream()
                                        .filter(value -> renderer.render(needing(value), null, person, links)
                                                instanceof Rendering.Missing)
                                        .collect(Collectors.toCollection(TreeSet::new))));
    }

    private static Form needing(String value) {
        Form form = Form.of("sms", "zh", Map.of("text", "A ${" + value + "} B"), Map.of());
        assertThat(new FormRenderer().needs(form, null)).containsExactly(value);
        return form;
    }
}
