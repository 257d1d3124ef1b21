package io.carillon.channel;

import java.net.URI;

/**
 * One message for one address: what a sender gets.
 *
 * @param address the address itself, normalised (E.164 phone, lower-cased mailbox, token, openid)
 * @param callback where receipts about this attempt are to go, for vendors that take such an address for each message;
 *     already carries our key
 */
public record Outbound(AttemptKey key, String address, Content content, URI callback) {

    /** Without address and content, so that it may be logged. */
    @Override
    public String toString() {
        return "Outbound[" + key + "]";
    }
}
