package io.carillon.channel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our key for one attempt, handed to every vendor whose API takes one. At most 36 characters of {@code [0-9-]}: fits
 * Aliyun's OutId, an e-mail local part, a URL path and an apns-collapse-id.
 */
public record AttemptKey(long run, long delivery, int no) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})-(\\d{1,15})-(\\d{1,4})");

    /** As {@code run-delivery-no}. */
    @Override
    public String toString() {
        return run + "-" + delivery + "-" + no;
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static AttemptKey parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not an attempt key");
        }
        return new AttemptKey(
                Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), Integer.parseInt(matcher.group(3)));
    }
}
