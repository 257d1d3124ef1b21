package io.carillon.delivery.settle;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.Reason;
import io.carillon.channel.RingAdapter;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any policy over any people: each person takes the way that the policy's words say, read here once more and apart from the ledger,
 * and ends as its last step says.
 */
@QuarkusTest
class PoliciesHeldTest extends TownTest {
    private static final List<String> CHANNELS = List.of("sms", "wechat", "email");
    private static final List<String> RULES = List.of("no_address", "no_grant", "no_consent", "opted_out", "refused");
    private static final int PEOPLE = 40;

    @Inject
    Sql sql;

    /** How somebody stands on a channel. */
    private enum Standing {
        TAKES("", ""),
        DOUBTFUL("", "time_out"),
        WITHOUT_ADDRESS("no_address", "no_address"),
        WITHOUT_CONSENT("no_consent", "no_consent"),
        OPTED_OUT("opted_out", "opted_out"),
        REFUSED("refused", "not_reachable");

        /** The rule of the policy that decides. */
        private final String rule;

        private final String reason;

        Standing(String rule, String reason) {
            this.rule = rule;
            this.reason = reason;
        }
    }

    static Stream<Integer> seeds() {
        return IntStream.rangeClosed(1, 25).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everybodyGoesTheWayThatItSays(int seed) {
        Random random = new Random(seed);
        List<String> order = new ArrayList<>(CHANNELS);
        Collections.shuffle(order, random);
        order = List.copyOf(order.subList(0, 1 + random.nextInt(order.size())));
        Map<String, String> on = new TreeMap<>();
        RULES.stream()
                .filter(rule -> random.nextBoolean())
                .forEach(rule -> on.put(rule, random.nextInt(3) == 0 ? "stop" : "next"));
        Map<Long, List<String>> expected = new HashMap<>();
        for (int i = 0; i < PEOPLE; i++) {
            Map<String, Standing> standings = new HashMap<>();
            CHANNELS.forEach(
                    channel -> standings.put(channel, Standing.values()[random.nextInt(Standing.values().length)]));
            expected.put(settleIn(i, standings), way(order, on, standings));
        }

        long run = town.launchOver(
                String.join(", ", order),
                "  on: " + on.toString().replace('=', ':').replace(":", ": "));
        town.work();

        assertThat(ways(run)).as("%s %s", order, on).isEqualTo(expected);
    }

    /** The channels where something left, and the end with its reason. */
    private static List<String> way(List<String> order, Map<String, String> on, Map<String, Standing> standings) {
        List<String> way = new ArrayList<>();
        String failure = "";
        String last = "";
        for (String channel : order) {
            Standing standing = standings.get(channel);
            switch (standing) {
                case TAKES, DOUBTFUL, REFUSED -> way.add(channel);
                default -> {}
            }
            if (standing == Standing.TAKES || standing == Standing.DOUBTFUL) {
                way.add(standing == Standing.TAKES ? "sent" : "unknown time_out");
                return way;
            }
            // There the grant is the consent.
            boolean isGrantless = channel.equals("wechat") && standing == Standing.WITHOUT_CONSENT;
            String rule = isGrantless ? "no_grant" : standing.rule;
            last = isGrantless ? "no_grant" : standing.reason;
            failure = standing == Standing.WITHOUT_ADDRESS || standing == Standing.REFUSED ? standing.reason : failure;
            if (on.getOrDefault(rule, "next").equals("stop")) {
                break;
            }
        }
        way.add(failure.isEmpty() ? "skipped " + last : "failed " + failure);
        return way;
    }

    private long settleIn(int number, Map<String, Standing> standings) {
        long person = town.stranger("p" + number);
        standings.forEach((channel, standing) -> {
            if (standing != Standing.WITHOUT_ADDRESS) {
                answer(channel, address(person, channel, number, standing), standing);
            }
            if (standing != Standing.WITHOUT_CONSENT) {
                town.consent(person, channel, standing == Standing.OPTED_OUT ? "withdrawn" : "granted");
            }
        });
        return person;
    }

    private String address(long person, String channel, int number, Standing standing) {
        return switch (channel) {
            case "sms" -> town.phone(person, "-" + number);
            case "email" -> town.mailbox(person, "m" + number);
            // WeChat counts the grants of a template as consent.
            default -> town.openid(person, "-" + number, standing == Standing.WITHOUT_CONSENT ? 0 : 1);
        };
    }

    private void answer(String channel, String address, Standing standing) {
        RingAdapter vendor = channel.equals("sms") ? town.sms : channel.equals("email") ? town.email : town.wechat;
        if (standing == Standing.DOUBTFUL) {
            vendor.answer(address, message -> new SendResult.Unknown(Reason.TIME_OUT, ""));
        } else if (standing == Standing.REFUSED) {
            vendor.answer(address, message -> new SendResult.Refused(Reason.NOT_REACHABLE, "X"));
        }
    }

    private Map<Long, List<String>> ways(long run) {
        return sql
                .list(
                        """
                        select d.profile_id, concat_ws(' ', d.state, d.reason) as state,
                               array(select a.kind from attempt a join run_step s on s.run_id = a.run_id and s.channel = a.kind
                                      where a.run_id = d.run_id and a.delivery_id = d.id order by s.position) as kinds
                          from delivery d where d.run_id = ?""",
                        row -> Map.entry(
                                row.getLong("profile_id"),
                                Stream.concat(
                                                Stream.of((String[])
                                                        row.getArray("kinds").getArray()),
                                                Stream.of(row.getString("state")))
                                        .toList()),
                        run)
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
