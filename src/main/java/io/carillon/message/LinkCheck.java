package io.carillon.message;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Holds the source of a link against what a link may be: absolute, on the web, with variables behind its ? only. */
final class LinkCheck {
    private LinkCheck() {}

    /** What is wrong with a web address that is in the dialect; empty if nothing. */
    static Optional<Mistake> mistake(DialectTree tree) {
        return variables(tree)
                .or(() -> isWeb(fixed(tree)) ? Optional.empty() : Optional.of(refuse(tree, 0, "bad_link.link")));
    }

    /** The same for what a tap opens in WeChat: a page of a mini program too, such as {@code pages/moon?from=1}. */
    static Optional<Mistake> pageMistake(DialectTree tree) {
        return variables(tree)
                .or(() -> isWeb(fixed(tree)) || fixed(tree).matches("/?[\\w/.-]+(\\?[^\\s]*)?")
                        ? Optional.empty()
                        : Optional.of(refuse(tree, 0, "bad_link.page")));
    }

    private static Optional<Mistake> variables(DialectTree tree) {
        int query = tree.source().indexOf('?');
        for (Piece piece : tree.pieces()) {
            if (piece.kind() == Piece.Kind.OPEN || piece.kind() == Piece.Kind.CLOSE) {
                return Optional.of(refuse(tree, piece.start(), "bad_link.block"));
            } else if (piece.kind() == Piece.Kind.INSERT && (query < 0 || query > piece.start())) {
                return Optional.of(refuse(tree, piece.start(), "bad_link.query"));
            }
        }
        boolean isOfLinks = tree.variables().stream().anyMatch(Variables.LINKS::contains);
        return isOfLinks ? Optional.of(refuse(tree, 0, "bad_link.nested")) : Optional.empty();
    }

    /** The address with something harmless for each variable. */
    private static String fixed(DialectTree tree) {
        StringBuilder address = new StringBuilder();
        for (Piece piece : tree.pieces()) {
            address.append(piece.kind() == Piece.Kind.TEXT ? piece.of(tree.source()) : "x");
        }
        return address.toString();
    }

    private static boolean isWeb(String address) {
        try {
            URI uri = new URI(address);
            boolean isHttp = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return isHttp && uri.getHost() != null && uri.getRawUserInfo() == null;
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }

    private static Mistake refuse(DialectTree tree, int offset, String key) {
        return Mistake.at(tree.source(), offset, tree.source(), key);
    }
}
