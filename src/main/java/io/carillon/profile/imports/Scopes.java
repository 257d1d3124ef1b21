package io.carillon.profile.imports;

import io.carillon.channel.ChannelKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which push app or WeChat account a column belongs to, where nobody said so: the one there is. */
final class Scopes {
    private Scopes() {}

    /** The scope said, else that of the only account of the kind; empty where there is no account yet. */
    static String resolve(ImportSession session, ChannelKind kind, @Nullable String said, String option)
            throws MalformedFile {
        if (said != null) {
            return said;
        }
        List<String> scopes = session.list(
                "select distinct scope from vendor_account where kind = ? and disabled_at is null order by scope",
                row -> row.getString(1),
                kind.id());
        if (scopes.size() > 1) {
            throw new MalformedFile(
                    FileFault.SCOPE_NEEDED, 1, kind.id() + " (" + option + "=" + String.join(" | ", scopes) + ")");
        }
        return scopes.isEmpty() ? "" : scopes.get(0);
    }
}
