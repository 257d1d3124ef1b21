package io.carillon.delivery.claim;

import io.carillon.channel.Content;
import io.carillon.database.Sql;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** WeChat subscribe grants: used up in the claim, given back when a message certainly was not sent. */
public final class Grants {
    private Grants() {}

    /** The template whose grant a message uses up; null where it needs none. */
    static @Nullable String usedBy(ClaimedMessage message) {
        return message.content() instanceof Content.WechatSubscribe subscribe ? subscribe.template() : null;
    }

    /** Adds {@code by} to the grant of each message; rows are locked in the order of their keys. Joins the caller's transaction. */
    public static void change(Sql sql, List<ClaimedMessage> messages, int by) {
        List<ClaimedMessage> subscribes = messages.stream()
                .filter(message -> message.content() instanceof Content.WechatSubscribe)
                .toList();
        if (subscribes.isEmpty()) {
            return;
        }
        sql.update(
                """
                with wanted as (
                    select g.address_hash, g.template
                      from unnest(?::bytea[], ?::text[]) as x(hash, template)
                      join wechat_grant g on g.address_hash = x.hash and g.template = x.template
                     order by 1, 2 for update of g
                )
                update wechat_grant g set remaining = greatest(0, g.remaining + ?), updated_at = clock_timestamp()
                  from wanted w where g.address_hash = w.address_hash and g.template = w.template""",
                subscribes.stream().map(message -> message.candidate().hash()).toArray(byte[][]::new),
                subscribes.stream().map(Grants::usedBy).toArray(String[]::new),
                by);
    }
}
