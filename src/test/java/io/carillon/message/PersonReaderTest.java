package io.carillon.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PersonReaderTest {
    private final Sql sql = TestDatabase.freshSql();
    private final PersonReader reader = new PersonReader(sql);

    private long profile(String externalId, String name, String traits) {
        return sql.one(
                """
                insert into profile (external_id, identity_hash, name, city, locale, birthday, gender, traits)
                values (?, ?, ?, '上海', 'zh-CN', date '1990-02-03', 'f', ?::jsonb) returning id
                """,
                row -> row.getLong(1),
                externalId,
                externalId.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                name,
                traits);
    }

    @Test
    void readsManyPeopleAtOnce() {
        long wang = profile("M-1", "王小明", "{\"level\": \"gold\", \"spent\": 12.50, \"cart\": [{\"name\": \"茶\"}]}");
        long nameless = profile("M-2", null, "{}");
        long erased = profile("M-3", "x", "{}");
        sql.update("update profile set erased_at = now() where id = ?", erased);
        sql.update(
                "insert into profile_tag (profile_id, tag, source) values (?, 'tea', 'hand'), (?, 'member', 'hand')",
                wang,
                wang);

        Map<Long, Person> people = reader.read(new Long[] {wang, nameless, erased, 999_999L});

        assertThat(people).containsOnlyKeys(wang, nameless);
        assertThat(people.get(wang).values())
                .containsEntry("name", "王小明")
                .containsEntry("city", "上海")
                .containsEntry("birthday", "1990-02-03")
                .containsEntry("gender", "f")
                .containsEntry("locale", "zh-CN")
                .containsEntry("external_id", "M-1")
                .containsEntry("tags", List.of("member", "tea"));
        assertThat(people.get(nameless).values()).doesNotContainKey("name").containsEntry("tags", List.of());
        String source =
                "${name!'-'} ${traits.level!'-'} ${traits.spent!'-'} ${birthday}<#list traits.cart as c> ${c.name}</#list>";
        assertThat(Samples.text(Samples.sms(source), people.get(wang))).isEqualTo("王小明 gold 12.50 1990-02-03 茶");
        assertThat(Samples.text(Samples.sms(source), people.get(nameless))).isEqualTo("- - - 1990-02-03");
    }

    @Test
    void findsAPersonByTheShopsId() {
        long id = profile("M-1", "王小明", "{}");

        assertThat(reader.find("M-1")).map(Person::id).contains(id);
        assertThat(reader.find("m-1' or 1=1")).isEmpty();
        assertThat(reader.read(new Long[0])).isEmpty();
    }
}
