package io.carillon.campaign;

import io.carillon.problem.FindingList;
import io.carillon.problem.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The version that somebody looked at, as If-Match carries it: {@code "3"}, {@code W/"3"} or plain {@code 3}. */
final class EntityVersion {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"?(\\d{1,9})\"?");

    private EntityVersion() {}

    /** The version, which must be given. */
    static int required(@Nullable String ifMatch, FindingList findings) {
        Integer version = optional(ifMatch, findings);
        if (version == null) {
            throw Problem.of(
                    428, "version-missing", findings.text("version_missing_title"), findings.text("version_missing"));
        }
        return version;
    }

    /** The version, or null where none is given. */
    static @Nullable Integer optional(@Nullable String ifMatch, FindingList findings) {
        if (ifMatch == null || ifMatch.isBlank()) {
            return null;
        }
        Matcher tag = TAG.matcher(ifMatch.strip());
        if (!tag.matches()) {
            findings.error("If-Match", "version_unreadable", ifMatch, "\"3\"");
            throw Problem.invalid(findings.all().get(0));
        }
        return Integer.valueOf(tag.group(1));
    }
}
