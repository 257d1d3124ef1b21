package io.carillon.message;

import io.carillon.message.DialectNode.Branch;
import io.carillon.message.DialectNode.Choice;
import io.carillon.message.DialectNode.Condition;
import io.carillon.message.DialectNode.Insert;
import io.carillon.message.DialectNode.Loop;
import io.carillon.message.DialectNode.Path;
import io.carillon.message.ExpressionReader.LoopHead;
import io.carillon.message.ExpressionReader.NotInDialect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes the tree of a text in the dialect, or says what is wrong with it. Used once. */
final class DialectParser {
    /** How many items of a list are taken. */
    static final int MOST_ITEMS = 50;

    private static final int DEEPEST = 6;
    private static final int DEEPEST_LISTS = 2;
    // What one filling in may run to: with values of at most 1,000 characters this stays in the range of milliseconds.
    private static final long MOST_STEPS = 100_000;

    private final String source;
    private final List<Piece> pieces;
    private final List<Mistake> mistakes;
    private final TreeSet<String> variables = new TreeSet<>();
    private final ExpressionReader expressions = new ExpressionReader(this::isItem);
    private final Deque<Block> open = new ArrayDeque<>();
    private final List<DialectNode> top = new ArrayList<>();
    private long steps;

    DialectParser(String source) {
        this.source = source;
        DialectScanner scanner = new DialectScanner(source);
        scanner.scan();
        this.pieces = scanner.pieces();
        this.mistakes = new ArrayList<>(scanner.mistakes());
    }

    /** A block that is not closed yet. */
    private static final class Block {
        final Piece piece;
        final List<Branch> branches = new ArrayList<>();

        @Nullable
        LoopHead loop;

        @Nullable
        Condition condition;

        List<DialectNode> body = new ArrayList<>();
        boolean hasElse;

        Block(Piece piece) {
            this.piece = piece;
        }

        String name() {
            return piece.name();
        }

        boolean isList() {
            return name().equals("list");
        }

        void endBranch(@Nullable Condition next) {
            branches.add(new Branch(condition, body));
            condition = next;
            body = new ArrayList<>();
        }
    }

    DialectTree parse() {
        for (int i = 0; i < pieces.size() && mistakes.size() < Dialect.MOST_MISTAKES; i++) {
            Piece piece = pieces.get(i);
            try {
                read(i, piece);
            } catch (NotInDialect refused) {
                refuse(piece, refused.key(), refused.values);
            }
        }
        for (Block block : open) {
            if (mistakes.size() == Dialect.MOST_MISTAKES) {
                break;
            }
            refuse(block.piece, "unbalanced.open", block.name());
        }
        if (mistakes.isEmpty() && steps > MOST_STEPS) {
            mistakes.add(Mistake.at(source, 0, "", "too_much"));
        }
        mistakes.sort(Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column));
        return new DialectTree(source, pieces, top, variables, List.copyOf(mistakes));
    }

    private void read(int index, Piece piece) throws NotInDialect {
        steps += Math.round(Math.pow(MOST_ITEMS, lists()));
        switch (piece.kind()) {
            case TEXT -> add(new DialectNode.Text(piece.of(source)));
            case INSERT -> {
                Insert insert = expressions.insert(index, piece.inner());
                uses(insert.path());
                add(insert);
            }
            case OPEN -> open(piece);
            case CLOSE -> close(piece);
        }
    }

    private void open(Piece piece) throws NotInDialect {
        switch (piece.name()) {
            case "if" -> push(piece).condition = condition(piece);
            case "list" -> {
                Block block = push(piece);
                LoopHead head = expressions.loop(piece.inner());
                uses(head.list());
                block.loop = head;
            }
            case "elseif" -> branch(piece, condition(piece));
            case "else" -> {
                if (!piece.inner().isBlank()) {
                    throw new NotInDialect("not_in_dialect.else");
                }
                branch(piece, null);
            }
            default -> throw new NotInDialect("not_in_dialect.tag", piece.name());
        }
    }

    private Condition condition(Piece piece) throws NotInDialect {
        Condition condition = expressions.condition(piece.inner());
        uses(condition.path());
        return condition;
    }

    private Block push(Piece piece) throws NotInDialect {
        // Taken even if it turns out to be wrong, so that its end finds it.
        Block block = new Block(piece);
        open.push(block);
        if (open.size() > DEEPEST || lists() > DEEPEST_LISTS) {
            throw new NotInDialect("too_deep", DEEPEST, DEEPEST_LISTS);
        }
        return block;
    }

    private void branch(Piece piece, @Nullable Condition condition) throws NotInDialect {
        Block block = open.peek();
        if (block == null || block.isList() || block.hasElse) {
            throw new NotInDialect("unbalanced.else", piece.name());
        }
        block.endBranch(condition);
        block.hasElse = condition == null;
    }

    private void close(Piece piece) throws NotInDialect {
        Block block = open.peek();
        if (block == null
                || !block.name().equals(piece.name())
                || !piece.inner().isBlank()) {
            throw new NotInDialect("unbalanced.close", piece.name());
        }
        open.pop();
        if (block.loop != null) {
            add(new Loop(block.loop.list(), block.loop.item(), block.body));
        } else {
            block.endBranch(null);
            add(new Choice(block.branches));
        }
    }

    private void add(DialectNode node) {
        Block block = open.peek();
        (block == null ? top : block.body).add(node);
    }

    private int lists() {
        return (int) open.stream().filter(Block::isList).count();
    }

    private boolean isItem(String name) {
        return open.stream()
                .anyMatch(block -> block.loop != null && block.loop.item().equals(name));
    }

    private void uses(Path path) {
        if (!path.isOfItem()) {
            variables.add(path.dotted());
        }
    }

    private void refuse(Piece piece, String key, Object... values) {
        mistakes.add(Mistake.at(source, piece.start(), piece.of(source), key, values));
    }
}
