package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.drill.Accepted.Message;
import io.carillon.launcher.drill.Paths.Path;
import io.carillon.launcher.drill.Paths.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who waits for a later time is sent to then, once. */
class LaterCampaignsTest {
    private static final Path SENT = path("sent", "accepted");
    private static final Path REFUSED = path("failed", "refused");

    @Test
    void acceptsThatEachIsSentToOnceOrIsThroughWithAReason() {
        assertThat(LaterCampaigns.wrong(Set.of(7L, 8L), Map.of(7L, SENT, 8L, REFUSED), taken("1-7-1")))
                .isEmpty();
    }

    @Test
    void findsThatNobodyIsSentTo() {
        assertThat(LaterCampaigns.wrong(Set.of(8L), Map.of(8L, REFUSED), List.of()))
                .containsExactly("nobody was sent to of 1 people who waited for a later time");
        assertThat(LaterCampaigns.wrong(Set.of(), Map.of(), List.of())).hasSize(1);
    }

    @Test
    void findsWhoIsInDoubtOrHasTwoMessagesOrNone() {
        Map<Long, Path> paths = Map.of(6L, SENT, 7L, path("unknown", "unknown"), 8L, SENT, 9L, SENT);

        assertThat(LaterCampaigns.wrong(Set.of(6L, 7L, 8L, 9L), paths, taken("1-6-1", "1-8-1", "1-8-2")))
                .containsExactlyInAnyOrder(
                        "delivery 7 waited for a later time, and is unknown with 0 messages",
                        "delivery 8 waited for a later time, and is sent with 2 messages",
                        "delivery 9 waited for a later time, and is sent with 0 messages");
    }

    private static Path path(String state, String attempt) {
        return new Path("A1", false, state, "", List.of(new Step("email", 1, attempt, "", "")));
    }

    private static List<Message> taken(String... keys) {
        return java.util.Arrays.stream(keys)
                .map(key -> new Message("smtp", key, false, key, Set.of()))
                .toList();
    }
}
