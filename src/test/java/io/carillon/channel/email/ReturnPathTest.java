package io.carillon.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.AttemptKey;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ReturnPathTest {
    private static final AttemptKey KEY = new AttemptKey(7, 4711, 2);
    private final ReturnPath path = new ReturnPath("bounces.shop.example", "a-verp-key-for-tests");

    @Test
    void findsTheKeyInBothItsAddresses() {
        assertThat(path.keyIn("<" + path.envelopeSender(KEY) + ">")).contains(KEY);
        assertThat(path.keyIn(path.messageId(KEY))).contains(KEY);
    }

    @Test
    void isTheSameForEveryTry() {
        assertThat(path.messageId(KEY))
                .isEqualTo(new ReturnPath("bounces.shop.example", "a-verp-key-for-tests").messageId(KEY));
        assertThat(path.messageId(KEY)).startsWith("<7-4711-2.").endsWith("@bounces.shop.example>");
    }

    @Test
    void survivesRelaysThatChangeTheCase() {
        assertThat(path.keyIn(path.envelopeSender(KEY).toUpperCase(Locale.ROOT)))
                .contains(KEY);
    }

    @Test
    void refusesAKeyThatWasSignedForAnother() {
        String forged = path.envelopeSender(KEY).replace("4711", "4712");
        assertThat(path.keyIn(forged)).isEmpty();
        assertThat(path.isClaimedBy(forged)).isTrue();
    }

    @Test
    void refusesAnotherSecretAndAnotherDomain() {
        assertThat(new ReturnPath("bounces.shop.example", "another-secret-for-it").keyIn(path.envelopeSender(KEY)))
                .isEmpty();
        ReturnPath elsewhere = new ReturnPath("bounces.other.example", "a-verp-key-for-tests");
        assertThat(elsewhere.keyIn(path.envelopeSender(KEY))).isEmpty();
        assertThat(elsewhere.isClaimedBy(path.envelopeSender(KEY))).isFalse();
    }

    @Test
    void goesOnToASignedKeyAfterAForgedOne() {
        String text = path.envelopeSender(KEY).replace("4711", "1") + ", " + path.envelopeSender(KEY);
        assertThat(path.keyIn(text)).contains(KEY);
    }

    @Test
    void keepsTheLocalPartWithinSixtyFourOctets() {
        AttemptKey longest = new AttemptKey(999_999_999_999_999L, 999_999_999_999_999L, 9_999);
        assertThat(path.envelopeSender(longest).indexOf('@')).isLessThanOrEqualTo(64);
        assertThat(path.keyIn(path.envelopeSender(longest))).contains(longest);
    }
}
