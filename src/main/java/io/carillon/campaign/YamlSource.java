package io.carillon.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.problem.FindingList;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document as plain data. Builds no objects: only mappings, lists, texts, numbers, true, false and null come
 * out, by the rules of YAML 1.2, so that {@code on} is a key, {@code 10:30} a text and {@code no} a text.
 */
final class YamlSource {
    private static final int DEEPEST = 50;
    private static final int MOST_ALIASES = 20;
    // More than the longest allowed list of values, far less than aliases could multiply it to.
    private static final int MOST_NODES = 50_000;
    private static final Set<Tag> PLAIN_TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MAP, Tag.SEQ, Tag.MERGE);

    private final JsonNodeFactory json = JsonNodeFactory.instance;
    private final Map<String, Integer> lines = new HashMap<>();
    private int nodes;

    private YamlSource() {}

    /** The document's data. */
    static SourceTree read(String text, int mostCharacters) throws SourceFault {
        YamlSource source = new YamlSource();
        Node root = compose(text, mostCharacters);
        if (root == null) {
            throw new SourceFault("", "source_empty", null, "");
        }
        return new SourceTree(source.node(root, "", 0), source.lines);
    }

    private static Node compose(String text, int mostCharacters) throws SourceFault {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(mostCharacters);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        try {
            return new Yaml(options).compose(new StringReader(text));
        } catch (MarkedYAMLException unreadable) {
            Mark at = unreadable.getProblemMark();
            throw at == null
                    ? SourceFault.unreadable("not_yaml", null, null)
                    : SourceFault.unreadable(
                            "not_yaml",
                            at.getLine() + 1,
                            at.getColumn() + 1,
                            why(String.valueOf(unreadable.getProblem())));
        } catch (YAMLException unreadable) {
            throw SourceFault.unreadable("not_yaml", lineOfUnprintable(text), null);
        }
    }

    /** The key of our sentence for what authors do wrong most; the parser's own is English and quotes the text. */
    private static String why(String problem) {
        if (problem.startsWith("mapping values are not allowed")) {
            return "yaml.colon";
        } else if (problem.contains("TAB")) {
            return "yaml.tab";
        }
        return problem.startsWith("found unexpected end of stream") ? "yaml.quote" : "";
    }

    /** YAML has no line for a character that it does not take at all; null where there is none. */
    private static @Nullable Integer lineOfUnprintable(String text) {
        int line = 1;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int point = text.codePointAt(i);
            if (!StreamReader.isPrintable(point)) {
                return line;
            }
            line += point == '\n' ? 1 : 0;
        }
        return null;
    }

    private JsonNode node(Node node, String place, int depth) throws SourceFault {
        nodes++;
        if (nodes > MOST_NODES || depth > DEEPEST) {
            throw new SourceFault(place, "source_too_large", line(node), String.valueOf(MOST_NODES));
        }
        lines.putIfAbsent(place, line(node));
        if (!PLAIN_TAGS.contains(node.getTag())) {
            throw new SourceFault(place, "yaml_tag", line(node), node.getTag().getValue());
        }
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, place, depth);
        } else if (node instanceof SequenceNode sequence) {
            ArrayNode array = json.arrayNode();
            for (Node item : sequence.getValue()) {
                array.add(node(item, FindingList.child(place, array.size()), depth + 1));
            }
            return array;
        }
        return scalar((ScalarNode) node);
    }

    private JsonNode mapping(MappingNode mapping, String place, int depth) throws SourceFault {
        ObjectNode object = json.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new SourceFault(place, "yaml_key", line(tuple.getKeyNode()), "");
            }
            String child = FindingList.child(place, key.getValue());
            if (object.has(key.getValue())) {
                throw new SourceFault(child, "duplicate_key", line(key), key.getValue());
            }
            lines.put(child, line(key));
            object.set(key.getValue(), node(tuple.getValueNode(), child, depth + 1));
        }
        return object;
    }

    private JsonNode scalar(ScalarNode scalar) {
        return scalar.getScalarStyle() == ScalarStyle.PLAIN
                ? PlainScalar.read(scalar.getValue())
                : json.textNode(scalar.getValue());
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
