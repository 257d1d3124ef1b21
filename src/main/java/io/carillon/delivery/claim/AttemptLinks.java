package io.carillon.delivery.claim;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.VendorAccount;
import io.carillon.vault.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The addresses and tokens that belong to one attempt, each signed for its use so that none can be made up. */
@ApplicationScoped
public class AttemptLinks {
    /** The query parameter of an unsubscribe link that says which mailbox it is about. */
    public static final String MAILBOX = "m";

    private static final String MAILBOX_USE = "unsubscribe-mailbox";

    /** The use of tokens in {@code /u/{token}}. */
    public static final String UNSUBSCRIBE = "unsubscribe";
    /** The use of tokens that the shop's app sends back. */
    public static final String PUSH = "push";
    /** The use of tokens in callbacks of vendors. */
    public static final String CALLBACK = "callback";

    private final Vault vault;
    private final String publicUrl;

    public AttemptLinks(
            Vault vault,
            @ConfigProperty(name = "carillon.public-url", defaultValue = "http://127.0.0.1:8080") String publicUrl) {
        this.vault = vault;
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    /** Where a POST opts out whom such a message was sent to. */
    public String unsubscribe(UnsubscribeToken token) {
        String link = publicUrl + "/u/" + vault.sign(token.key().toString(), UNSUBSCRIBE);
        return token.from() == null
                ? link
                : link + "?" + MAILBOX + "=" + vault.sign(token.from().text(), MAILBOX_USE);
    }

    /** Reads an unsubscribe link; empty where it is none of ours. A mailbox that was cut off or bent is as one that is not there. */
    public Optional<UnsubscribeToken> readUnsubscribe(String token, @Nullable String mailbox) {
        UnsubscribeToken.@Nullable From from = mailbox == null
                ? null
                : vault.verify(mailbox, MAILBOX_USE)
                        .map(UnsubscribeToken.From::parse)
                        .orElse(null);
        return vault.verify(token, UNSUBSCRIBE).map(AttemptKey::parse).map(key -> new UnsubscribeToken(key, from));
    }

    /** What the shop's app sends back. */
    public String pushToken(AttemptKey key) {
        return vault.sign(key.toString(), PUSH);
    }

    /** Where this vendor reports on this attempt. */
    public URI callback(VendorAccount account, AttemptKey key) {
        return URI.create(publicUrl + "/hooks/" + account.vendor() + "/" + account.name() + "/" + key + "?t="
                + vault.sign(key.toString(), CALLBACK));
    }
}
