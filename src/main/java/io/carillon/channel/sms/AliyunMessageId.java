package io.carillon.channel.sms;

import io.carillon.vault.Vault;
import java.util.HexFormat;

/**
 * The vendor id of one message. A batch has one BizId for up to 100 numbers and no key of ours for each, so BizId and number
 * together name a message; as the id is stored in the open, it carries a keyed hash of the number instead of the number.
 */
final class AliyunMessageId {
    private static final int HASH_BYTES = 8;

    private final Vault vault;

    AliyunMessageId(Vault vault) {
        this.vault = vault;
    }

    /**
     * The id, such as {@code 848922680159657299^0:1f3870be274f6c49}.
     *
     * @param canonical the number as {@link AliyunNumbers#toWire} and {@link AliyunNumbers#canonical} give it
     */
    String of(String bizId, String canonical) {
        byte[] hash = vault.hash("aliyun", bizId, canonical);
        return bizId + ":" + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    }
}
