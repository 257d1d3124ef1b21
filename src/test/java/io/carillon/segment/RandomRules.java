package io.carillon.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Well-formed rules by chance, the same for the same seed. */
final class RandomRules {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> LEAVES = List.of(
            "{'trait':'city','in':['上海','x']}",
            "{'trait':'city','ne':'杭州'}",
            "{'trait':'trait_level','gt':2,'lte':10}",
            "{'trait':'trait_level','notIn':[3]}",
            "{'trait':'trait_since','startsWith':'2024'}",
            "{'trait':'trait_vip','eq':true}",
            "{'tag':'member'}",
            "{'consent':{'channel':'sms','state':'none'}}",
            "{'address':{'kind':'email','exists':false}}",
            "{'list':1}",
            "{'externalId':{'in':['ann','cat']}}");

    private RandomRules() {}

    static JsonNode tree(Random random, int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return People.rule(LEAVES.get(random.nextInt(LEAVES.size())));
        }
        ObjectNode rule = JSON.createObjectNode();
        if (random.nextInt(3) == 0) {
            return rule.set("not", tree(random, depth - 1));
        }
        ArrayNode rules = rule.putArray(random.nextBoolean() ? "all" : "any");
        for (int i = random.nextInt(3); i >= 0; i--) {
            rules.add(tree(random, depth - 1));
        }
        return rule;
    }
}
