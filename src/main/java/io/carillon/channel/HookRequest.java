package io.carillon.channel;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A call of a vendor to {@code /hooks/{vendor}/{account}}, as it came.
 *
 * @param method GET or POST
 * @param publicUrl the whole URL as the vendor called it, with query: the configured public base plus path, because a
 *     proxy may stand between
 * @param suffix the path after the account, without leading slash; often empty
 * @param headers by lower-case name
 * @param query decoded
 * @param body the raw bytes; signatures are over these
 */
public record HookRequest(
        String method,
        String publicUrl,
        String suffix,
        Map<String, List<String>> headers,
        Map<String, List<String>> query,
        byte[] body) {

    /** The first value of a header, or an empty string. */
    public String header(String name) {
        return first(headers, name.toLowerCase(Locale.ROOT));
    }

    /** The first value of a query parameter, or an empty string. */
    public String queryParameter(String name) {
        return first(query, name);
    }

    private static String first(Map<String, List<String>> values, String name) {
        List<String> found = values.getOrDefault(name, List.of());
        return found.isEmpty() ? "" : found.get(0);
    }
}
