package io.carillon.database;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list: {@code next} is the cursor of the following page, null at the end.
 *
 * @param <T> what is listed
 */
public record Page<T>(List<T> items, @Nullable String next) {

    /** The most rows that one page holds. */
    public static final int MOST = 500;

    /** From one row more than was asked for: the extra row only tells that there is another page. */
    public static <T> Page<T> of(List<T> oneMore, int limit, Function<T, String> position) {
        if (oneMore.size() <= limit) {
            return new Page<>(List.copyOf(oneMore), null);
        }
        List<T> items = List.copyOf(oneMore.subList(0, limit));
        return new Page<>(items, cursor(position.apply(items.get(limit - 1))));
    }

    /** The position after which a page begins; {@code otherwise} for the first page. */
    public static String position(@Nullable String cursor, String otherwise) {
        if (cursor == null || cursor.isBlank()) {
            return otherwise;
        }
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw new InvalidCursor();
        }
    }

    /** A numeric position. */
    public static long positionNumber(@Nullable String cursor) {
        try {
            return Long.parseLong(position(cursor, "0"));
        } catch (NumberFormatException notOurs) {
            throw new InvalidCursor();
        }
    }

    /** The cursor of a position. */
    public static String cursor(String position) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(StandardCharsets.UTF_8));
    }

    /** The cursor is not one that this list gave out. */
    public static class InvalidCursor extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InvalidCursor() {
            super("The cursor is not one of this list; take 'next' of the page before as it is");
        }
    }
}
