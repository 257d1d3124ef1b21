package io.carillon.message;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * Where in an HTML text its variables and directives stand, and which of these places are safe. Escaping alone is not
 * enough: a value in an unquoted attribute, a script, a style or at the front of an address breaks out or acts in spite of
 * it. So each mark is replaced by a word with a blank and an equals sign in it, jsoup reads the result, and only marks that
 * come back whole in a text or in one of a few quoted attributes are let through.
 */
final class HtmlPlaces {
    private static final Set<String> TEXT_ATTRIBUTES = Set.of("alt", "title", "aria-label");
    private static final Set<String> REFUSED_ELEMENTS = Set.of(
            "script", "iframe", "frame", "frameset", "object", "embed", "applet", "form", "base", "portal", "template");

    private final DialectTree tree;
    private final Map<Integer, Place> places = new HashMap<>();
    private final Set<Integer> urlParts = new HashSet<>();
    private final List<Mistake> mistakes = new ArrayList<>();
    private final String word;
    private final Pattern words;

    private HtmlPlaces(DialectTree tree) {
        this.tree = tree;
        this.word = unusedWord(tree.source());
        this.words = Pattern.compile(word + "(\\d+)x =/z");
    }

    /**
     * Looks at a text without mistakes in the dialect.
     */
    static HtmlPlaces of(DialectTree tree) {
        HtmlPlaces places = new HtmlPlaces(tree);
        places.find();
        places.judge();
        return places;
    }

    /** A spot in the document: the attribute of an element, or its text. */
    record Place(@Nullable Element element, String attribute) {
        boolean isSame(Place other) {
            return element == other.element && attribute.equals(other.attribute);
        }
    }

    List<Mistake> mistakes() {
        return mistakes;
    }

    /** Whether the insert from that piece stands behind the ? of an address, where it must be percent-encoded. */
    boolean isUrlPart(int piece) {
        return urlParts.contains(piece);
    }

    private void find() {
        StringBuilder marked = new StringBuilder();
        for (int i = 0; i < tree.pieces().size(); i++) {
            Piece piece = tree.pieces().get(i);
            marked.append(piece.kind() == Piece.Kind.TEXT ? piece.of(tree.source()) : word + i + "x =/z");
        }
        Document document = Jsoup.parse(marked.toString());
        document.outputSettings().prettyPrint(false);
        document.traverse((node, depth) -> visit(node));
    }

    private void visit(Node node) {
        if (node instanceof TextNode text) {
            marksIn(text.getWholeText()).forEach(mark -> places.put(mark, new Place(null, "")));
        } else if (node instanceof Element element) {
            if (element.normalName().equals("mjml") || element.normalName().startsWith("mj-")) {
                refuse(0, "<" + element.normalName() + ">", "unsafe_html.mjml", element.normalName());
            }
            if (REFUSED_ELEMENTS.contains(element.normalName()) || isRefresh(element)) {
                refuse(0, "<" + element.normalName() + ">", "unsafe_html.element", element.normalName());
            }
            for (Attribute attribute : element.attributes()) {
                visit(element, attribute);
            }
        }
    }

    private static boolean isRefresh(Element element) {
        return element.normalName().equals("meta")
                && element.hasAttr("http-equiv")
                && element.attr("http-equiv").strip().equalsIgnoreCase("refresh");
    }

    private void visit(Element element, Attribute attribute) {
        String name = attribute.getKey().toLowerCase(Locale.ROOT);
        String value = attribute.getValue();
        List<Integer> marks = marksIn(value);
        if (name.startsWith("on")) {
            refuse(0, name, "unsafe_html.attribute", name);
        } else if (UrlAttributes.isUrl(name)) {
            address(element, name, value, marks);
        } else if (TEXT_ATTRIBUTES.contains(name)) {
            marks.forEach(mark -> places.put(mark, new Place(element, name)));
        }
    }

    /** An address is one of our links as a whole, or a fixed one with values behind its question mark. */
    private void address(Element element, String name, String value, List<Integer> marks) {
        if (marks.isEmpty()) {
            if (!UrlAttributes.isAllowed(value)) {
                refuse(0, value, "unsafe_html.address");
            }
            return;
        }
        boolean isWhole = marks.size() == 1 && words.matcher(value.strip()).matches() && isLink(marks.get(0));
        Matcher first = words.matcher(value);
        boolean isQuery = first.find()
                && UrlAttributes.isWeb(value.substring(0, first.start()))
                && value.substring(0, first.start()).contains("?")
                && marks.stream().allMatch(this::isInsert);
        if (isWhole || isQuery) {
            marks.forEach(mark -> places.put(mark, new Place(element, name)));
        }
        if (isQuery) {
            urlParts.addAll(marks);
        }
    }

    private void judge() {
        for (int i = 0; i < tree.pieces().size(); i++) {
            if (tree.pieces().get(i).kind() != Piece.Kind.TEXT && !places.containsKey(i)) {
                Piece piece = tree.pieces().get(i);
                refuse(piece.start(), piece.of(tree.source()), "unsafe_html.place");
            }
        }
        if (mistakes.isEmpty()) {
            blocks();
        }
    }

    /** All marks of one block must stand at one place, so that each branch ends where it began. */
    private void blocks() {
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < tree.pieces().size(); i++) {
            Piece piece = tree.pieces().get(i);
            boolean isInner = piece.name().startsWith("else");
            if (piece.kind() == Piece.Kind.OPEN && !isInner) {
                open.push(i);
            } else if (piece.kind() == Piece.Kind.CLOSE || piece.kind() == Piece.Kind.OPEN) {
                Place begin = places.get(piece.kind() == Piece.Kind.CLOSE ? open.pop() : open.peek());
                if (begin != null && !begin.isSame(places.getOrDefault(i, begin))) {
                    refuse(piece.start(), piece.of(tree.source()), "unsafe_html.block");
                }
            }
        }
    }

    private boolean isInsert(int piece) {
        return tree.pieces().get(piece).kind() == Piece.Kind.INSERT;
    }

    private boolean isLink(int piece) {
        return isInsert(piece)
                && Variables.LINKS.contains(tree.pieces().get(piece).inner().strip());
    }

    private List<Integer> marksIn(String text) {
        return words.matcher(text)
                .results()
                .map(mark -> Integer.valueOf(mark.group(1)))
                .toList();
    }

    private void refuse(int offset, String found, String key, Object... values) {
        mistakes.add(Mistake.at(tree.source(), offset, found, key, values));
    }

    private static String unusedWord(String source) {
        String small = source.toLowerCase(Locale.ROOT);
        int salt = source.hashCode();
        // Begins with a letter, so that behind a < it reads as a tag's name, as a value could.
        while (small.contains("cv" + Integer.toHexString(salt) + "n")) {
            salt++;
        }
        return "cv" + Integer.toHexString(salt) + "n";
    }
}
