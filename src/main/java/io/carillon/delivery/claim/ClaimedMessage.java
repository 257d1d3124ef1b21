package io.carillon.delivery.claim;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.Content;
import io.carillon.channel.VendorAccount;
import java.util.Map;

/**
 * One attempt as the claim made it: what to send, to where, and what the outcome has to know. Never logged.
 *
 * @param channel as figures name it, such as {@code wechat.subscribe}
 * @param address decrypted
 * @param form the id of the form it was made of
 * @param values what the form was filled with
 * @param units what it takes of the account's rate limit
 * @param place its place in the claim, by which calls name what they begin
 */
public record ClaimedMessage(
        AttemptKey key,
        int batch,
        int tries,
        Candidate candidate,
        VendorAccount account,
        String channel,
        String address,
        Content content,
        String form,
        Map<String, String> values,
        int parts,
        int units,
        boolean isProbe,
        int place) {

    ClaimedMessage at(int place) {
        return new ClaimedMessage(
                key, batch, tries, candidate, account, channel, address, content, form, values, parts, units, isProbe,
                place);
    }

    /**
     * An address that could be used.
     *
     * @param grants WeChat subscribe templates of which a grant is left; empty for other kinds
     */
    public record Candidate(
            long delivery,
            long addressId,
            String scope,
            byte[] cipher,
            byte[] hash,
            @org.jspecify.annotations.Nullable String region,
            java.util.Set<String> grants) {}

    /** Without address, content and values. */
    @Override
    public String toString() {
        return "ClaimedMessage[" + key + "]";
    }
}
