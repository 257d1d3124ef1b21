package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpgradeRoundTest {
    private static final Instant BEFORE = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant SINCE = Instant.parse("2026-03-01T10:00:20Z");
    private static final String ACCOUNTS = """
            accounts:
              - name: shop-push
                vendor: fcm
                rate: {limit: 2000, unit: messages}
              - name: shop-service
                vendor: wechat
                rate: {limit: 500, unit: messages}
              - name: aliyun-marketing
                vendor: aliyun
                rate: {limit: 1000, unit: messages}
            """;

    @Test
    void keepsEveryAccountThatBothBuildsKnow() {
        assertThat(UpgradeRound.vendors(ACCOUNTS)).containsExactly("aliyun", "fcm", "wechat");
        assertThat(UpgradeRound.only(ACCOUNTS, Set.of("aliyun", "fcm", "wechat", "smtp")))
                .isEqualTo(ACCOUNTS);
        assertThat(UpgradeRound.only(ACCOUNTS, Set.of("fcm", "aliyun")))
                .startsWith("accounts:")
                .contains("shop-push", "aliyun-marketing")
                .doesNotContain("shop-service");
    }

    @Test
    void slowsEveryChannelSoThatItLastsThroughTheUpgrade() {
        assertThat(UpgradeRound.slow(ACCOUNTS, 12_000)).contains("limit: 40,", "limit: 10,", "limit: 12,");
        assertThat(UpgradeRound.slow(ACCOUNTS, 100)).doesNotContain("limit: 0").contains("limit: 1,");
    }

    @Test
    void oneThatHardlyTakesATaskDoesNotWorkBesideAnother() {
        assertThat(UpgradeRound.idle(Map.of(1L, 40, 2L, 60), 2)).isEmpty();
        assertThat(UpgradeRound.idle(Map.of(1L, 99, 2L, 1), 2))
                .containsExactly("process 2 began 1 of 100 tasks after the upgrade");
        assertThat(UpgradeRound.idle(Map.of(1L, 100), 2)).hasSize(1);
    }

    @Test
    void findsTheChannelOnWhichNothingWasUnderWay() {
        UpgradeRound.Sides sides = new UpgradeRound.Sides(BEFORE, SINCE);

        assertThat(sides.missed(Map.of("shop-push", claims(BEFORE.minusSeconds(1), SINCE.plusSeconds(1)))))
                .isEmpty();
        assertThat(sides.missed(Map.of(
                        "shop-push", claims(BEFORE.minusSeconds(1), SINCE.plusSeconds(1)),
                        "shop-service", claims(BEFORE.minusSeconds(9), BEFORE.minusSeconds(3)))))
                .containsExactly(
                        "of 120 messages of shop-service 120 were claimed before the upgrade and 0 while both were up");
        assertThat(sides.missed(Map.of("shop-service", List.of()))).containsExactly("nothing was sent by shop-service");
        assertThat(sides.missed(Map.of("shop-service", claims(SINCE.plusSeconds(1), SINCE.plusSeconds(2)))))
                .hasSize(1);
    }

    private static List<Instant> claims(Instant one, Instant other) {
        List<Instant> claims = new java.util.ArrayList<>(Collections.nCopies(60, one));
        claims.addAll(Collections.nCopies(60, other));
        return claims;
    }
}
