package io.carillon.segment;

import static io.carillon.segment.People.rule;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.carillon.problem.Finding;
import io.carillon.segment.Compilation.Compiled;
import io.carillon.segment.Compilation.Rejected;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentCompilerTest {
    private static Sql sql;

    @BeforeAll
    static void fill() {
        sql = TestDatabase.freshSql();
        People people = new People(sql);
        long ann = people.add("ann", "上海", "{'level': 3, 'vip': true, 'since': '2024-05-01', 'paid': '是'}");
        long ben = people.add(
                "ben",
                "杭州",
                "{'level': '10', 'vip': 'false', 'paid': 'No', 'note': '100% \\\\ sure', 'stop': 'Caf\u00e9'}");
        long cat = people.add("cat", "苏州", "{'level': 'gold', 'deep': {'a': 1}}");
        people.add("dan", null, "{}");
        sql.update(
                "update profile set gender = 'female', locale = 'zh-TW', time_zone = 'Asia/Taipei' where id = ?", ann);
        long gone = people.add("gone", "上海", "{}");
        sql.update("update profile set erased_at = now() where id = ?", gone);
        long merged = people.add("merged", "上海", "{}");
        sql.update("update profile set merged_into = ? where id = ?", ann, merged);
        people.tag(ann, "member");
        people.tag(ben, "member");
        people.tag(cat, "'); drop table profile; --");
        people.address(ann, "phone", "+8613800000001", "CN");
        people.address(ben, "mailbox", "ben@example.com", null);
        people.consent(ann, "sms", "granted");
        people.consent(ben, "sms", "withdrawn");
        sql.update("insert into member_list (name, created_by) values ('autumn', 'test')");
        sql.update("insert into member_list_entry values (1, ?), (1, ?)", ann, cat);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'trait':'city','eq':'上海'} | ann",
                "{'trait':'city','eq':'上海市'} | ann",
                "{'trait':'gender','eq':'女'} | ann",
                "{'trait':'gender','in':['F','先生']} | ann",
                "{'not':{'trait':'gender','eq':'Female'}} | ben cat dan",
                "{'trait':'locale','eq':'zh_TW'} | ann",
                "{'trait':'locale','eq':'繁体中文'} | ann",
                "{'trait':'time_zone','eq':'Asia/Taipei'} | ann",
                "{'trait':'city','ne':'上海'} | ben cat dan",
                "{'trait':'city','in':['上海','杭州']} | ann ben",
                "{'trait':'city','notIn':['上海','杭州']} | cat dan",
                "{'trait':'city','exists':false} | dan",
                "{'trait':'name','startsWith':'王c'} | cat",
                "{'trait':'name','contains':'n'} | ann ben dan",
                "{'trait':'birthday','gte':'1990-05-31','lt':'1990-06-01'} | ann ben cat dan",
                "{'trait':'birthday','in':['1991-01-01']} | ``",
                "{'trait':'trait_level','gte':3} | ann ben",
                "{'trait':'trait_level','gt':3} | ben",
                "{'trait':'trait_level','in':[3,4]} | ann",
                "{'trait':'trait_level','eq':'gold'} | cat",
                "{'trait':'trait_vip','eq':true} | ann",
                "{'trait':'trait_vip','in':[true,false]} | ann ben",
                "{'trait':'trait_paid','eq':true} | ann",
                "{'trait':'trait_paid','in':[false]} | ben",
                "{'trait':'trait_paid','ne':true} | ben cat dan",
                "{'trait':'trait_since','gte':'2024-01-01'} | ann",
                "{'trait':'trait_level','gte':'2024-01-01'} | ``",
                "{'trait':'trait_level','lt':'2024-01-01'} | ``",
                "{'trait':'trait_since','lt':'2024-05-02T08:00:00Z'} | ann",
                "{'trait':'trait_note','contains':'% \\\\'} | ben",
                "{'trait':'trait_stop','eq':'Cafe\u0301'} | ben",
                "{'trait':'trait_missing','exists':false} | ann ben cat dan",
                "{'tag':'member'} | ann ben",
                "{'not':{'tag':'member'}} | cat dan",
                "{'consent':{'channel':'sms'}} | ann",
                "{'consent':{'channel':'sms','state':'withdrawn'}} | ben",
                "{'consent':{'channel':'sms','state':'none'}} | cat dan",
                "{'address':{'kind':'phone'}} | ann",
                "{'address':{'kind':'email','exists':false}} | ann cat dan",
                "{'address':{'kind':'phone','status':'dead'}} | ``",
                "{'list':1} | ann cat",
                "{'externalId':{'in':['ann','dan','nobody']}} | ann dan",
                "{'externalId':{'eq':'cat'}} | cat",
                "{'everyone':true} | ann ben cat dan",
                "{'any':[{'trait':'city','eq':'苏州'},{'all':[{'tag':'member'},{'list':1}]}]} | ann cat",
                "{'not':{'any':[{'trait':'city','eq':'苏州'},{'tag':'member'}]}} | dan",
            })
    void findsExactlyThePeopleOfARule(String json, String expected) {
        assertThat(String.join(" ", found(rule(json)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'); drop table profile; --",
                "' or 1=1 --",
                "?",
                "$1",
                "\\",
                "%",
                "_",
                "a'b\"c",
                "\n\r\t",
                "😀",
                "{}",
                "${7*7}",
                "null",
                "''",
                "::text"
            })
    void hostileTextsAreOnlyValues(String hostile) {
        Compiled compiled = SegmentCompiler.compile(everywhere(hostile), "").orElseThrow();

        assertThat(compiled.where())
                .isEqualTo(SegmentCompiler.compile(everywhere("harmless"), "")
                        .orElseThrow()
                        .where());
        assertThat(found(everywhere(hostile))).isEqualTo(hostile.startsWith("');") ? List.of("cat") : List.of());
    }

    private static JsonNode everywhere(String text) {
        ObjectNode leaves = new ObjectMapper().createObjectNode();
        ArrayNode any = leaves.putArray("any");
        any.addObject().put("trait", "trait_level").put("eq", text);
        any.addObject().put("trait", "trait_level").put("startsWith", text + text);
        any.addObject().put("trait", "city").put("contains", text);
        any.addObject().put("trait", "city").putArray("in").add(text);
        any.addObject().put("tag", text);
        any.addObject().putObject("externalId").put("eq", text);
        any.addObject().putObject("address").put("kind", "phone").put("scope", text);
        return leaves;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'trait':'citty','eq':'x'} | /rule/trait | unknown_trait | Did you mean 'city'?",
                "{'trait':'city','equals':'x'} | /rule/equals | unknown_key | eq, ne, in",
                "{'trait':'city'} | /rule | no_operator | eq, ne, in",
                "{'trait':'city','gt':'x'} | /rule/gt | operator_not_for_field | use eq, ne, in, notIn, exists, startsWith, contains.",
                "{'trait':'city','eq':5} | /rule/eq | wrong_type | the number 5",
                "{'trait':'city','in':'上海'} | /rule/in | wrong_type | a list of values",
                "{'trait':'city','in':[]} | /rule/in | empty_list | empty",
                "{'trait':'trait_x','in':['a',1]} | /rule/in | mixed_list | one type",
                "{'trait':'trait_x','gt':true} | /rule/gt | wrong_type | a number or a text",
                "{'trait':'trait_x','gt':'50'} | /rule/gt | not_ordered | without quotes, such as 50",
                "{'trait':'trait_x','gt':'2024-02-30'} | /rule/gt | not_a_date | 1990-05-31",
                "{'trait':'trait_x','lte':'2024-13'} | /rule/lte | not_a_date | 1990-05-31",
                "{'trait':'trait_x','lt':'gestern'} | /rule/lt | not_ordered | 2027-09-13",
                "{'trait':'locale','eq':'english'} | /rule/eq | not_a_locale | zh-CN or en",
                "{'trait':'trait_x','eq':1e400} | /rule/eq | number_too_large | digits",
                "{'trait':'trait_x','eq':1e200} | /rule/eq | number_too_large | digits",
                "{'trait':'birthday','eq':'31.5.1990'} | /rule/eq | not_a_date | 1990-05-31",
                "{'trait':'gender','eq':'womn'} | /rule/eq | not_a_gender | female, male, other, unknown",
                "{'trait':'locale','in':['zh-CN','-']} | /rule/in/1 | not_a_locale | zh-CN or en",
                "{'trait':'time_zone','ne':'北京'} | /rule/ne | not_a_time_zone | Asia/Shanghai",
                "{'trait':'city','exists':'yes'} | /rule/exists | wrong_type | true or false",
                "{'trait':'city','eq':'a\\u0000b'} | /rule/eq | not_storable | NUL",
                "{'trait':'city','eq':'\\ud83d'} | /rule/eq | not_storable | surrogate",
                "{'all':[]} | /rule/all | empty_group | everyone: true",
                "{'all':{'tag':'x'}} | /rule/all | wrong_type | a list of rules",
                "{'al':[{'tag':'x'}]} | /rule/al | unknown_key | Did you mean 'all'?",
                "{} | /rule | empty_rule | all, any",
                "[] | /rule | wrong_type | a rule",
                "null | /rule | wrong_type | a rule",
                "{'tag':'a','list':1} | /rule | several_kinds | 'all' or 'any'",
                "{'tag':'a','since':1} | /rule/since | unknown_key | tag",
                "{'tag':7} | /rule/tag | wrong_type | the number 7",
                "{'consent':{'channel':'smss'}} | /rule/consent/channel | unknown_value | Did you mean 'sms'?",
                "{'consent':{}} | /rule/consent/channel | missing | channel",
                "{'address':{'kind':'fone'}} | /rule/address/kind | unknown_value | Did you mean 'phone'?",
                "{'list':'autum'} | /rule/list | unknown_list | autum",
                "{'segment':'x'} | /rule/segment | unknown_segment | x",
                "{'externalId':{'everyone':1}} | /rule/externalId/everyone | unknown_key | eq",
                "{'externalId':{'in':[1]}} | /rule/externalId/in/0 | wrong_type | the number 1",
                "{'externalId':['A1','A2']} | /rule/externalId | wrong_type | { in: [A1001, A1002] }",
                "{'everyone':false} | /rule/everyone | wrong_type | true",
                "{'any':[{'tag':'ok'},{'not':{'a/b~c':1}}]} | /rule/any/1/not/… | unknown_key | tag",
            })
    void namesThePlaceAndWhatWasExpected(String json, String place, String code, String said) {
        List<Finding> findings = findings(rule(json), SegmentNames.NONE);

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.place()).isEqualTo(place);
            assertThat(finding.code()).isEqualTo(code);
            assertThat(finding.message()).contains(said);
        });
    }

    @Test
    void findingsSpeakChinese() {
        Compilation compiled =
                SegmentCompiler.compile(rule("{'trait':'citty','eq':'x'}"), "", SegmentNames.NONE, Locale.CHINESE);
        assertThat(((Rejected) compiled).findings().get(0).message()).contains("是否想写“city”");
    }

    @Test
    void refusesWhatIsTooDeepTooWideOrTooLong() {
        JsonNode deep = rule("{'tag':'x'}");
        for (int i = 0; i < 10; i++) {
            deep = new ObjectMapper().createObjectNode().set("not", deep);
        }
        assertThat(findings(deep, SegmentNames.NONE))
                .singleElement()
                .extracting(Finding::code)
                .isEqualTo("too_deep");

        ObjectNode wide = new ObjectMapper().createObjectNode();
        ArrayNode any = wide.putArray("any");
        for (int i = 0; i < 100_000; i++) {
            any.addObject().put("tag", "x");
        }
        assertThat(findings(wide, SegmentNames.NONE))
                .singleElement()
                .extracting(Finding::code)
                .isEqualTo("too_many_rules");

        ObjectNode many = new ObjectMapper().createObjectNode();
        ArrayNode ids = many.putObject("externalId").putArray("in");
        for (int i = 0; i < ValueReader.LONGEST_LIST; i++) {
            ids.add("person-" + i);
        }
        assertThat(found(many)).isEmpty();
        ids.add("one too many");
        assertThat(findings(many, SegmentNames.NONE))
                .singleElement()
                .extracting(Finding::code)
                .isEqualTo("list_too_long");
    }

    @Test
    void anyTreeCompilesAndNotIsTheExactOpposite() {
        Random random = new Random(20270913);
        int everyone = found(rule("{'everyone':true}")).size();
        for (int i = 0; i < 150; i++) {
            JsonNode tree = RandomRules.tree(random, 4);
            ObjectNode opposite = new ObjectMapper().createObjectNode();
            opposite.set("not", tree);

            List<String> in = found(tree);
            List<String> out = found(opposite);

            assertThat(in.stream().filter(out::contains)).as(tree.toString()).isEmpty();
            assertThat(in.size() + out.size()).as(tree.toString()).isEqualTo(everyone);
        }
    }

    private static List<String> found(JsonNode rule) {
        Compiled compiled = SegmentCompiler.compile(rule, "/rule").orElseThrow();
        return sql.list(
                "select external_id from profile p where " + compiled.where() + " order by external_id",
                row -> row.getString(1),
                compiled.binds().toArray());
    }

    private static List<Finding> findings(JsonNode rule, SegmentNames names) {
        return ((Rejected) SegmentCompiler.compile(rule, "/rule", names, Locale.ENGLISH)).findings();
    }
}
