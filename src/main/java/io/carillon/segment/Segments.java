package io.carillon.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.database.DatabaseFailure;
import io.carillon.database.Sql;
import io.carillon.problem.FindingList;
import io.carillon.problem.Language;
import io.carillon.problem.Problem;
import io.carillon.profile.ConsentRules;
import io.carillon.segment.Compilation.Compiled;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Compiles rules against what is saved, and asks whom they find. Used by many threads; keeps nothing. */
@ApplicationScoped
public class Segments {
    private static final String CANCELLED_BY_TIMEOUT = "57014";
    private static final int SAMPLE = 10;
    // For one statement; three of these are what a launch may lose by it.
    private static final Duration BRIEF = Duration.ofMillis(300);
    private static final Duration MOMENT = Duration.ofSeconds(2);
    /** By so many values people can be told apart at once. */
    public static final int MOST_VALUES = LackedValues.MOST;

    private final Sql sql;
    private final SavedNames names;
    private final ReachQuery query;
    private final UnusedNames unused;
    private final SegmentConfig config;
    private final Language language;

    public Segments(Sql sql, SavedNames names, ConsentRules consent, SegmentConfig config, Language language) {
        this.sql = sql;
        this.names = names;
        this.query = new ReachQuery(sql, consent);
        this.unused = new UnusedNames(sql);
        this.config = config;
        this.language = language;
    }

    /** A rule, or the name or number of a saved segment, as SQL. */
    public Compilation compile(JsonNode rule, String pointer, Locale language) {
        return SegmentCompiler.compile(rule, pointer, names, language);
    }

    /**
     * How the people of a rule stand on these channels.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 422 when PostgreSQL needs longer than the setting allows
     */
    @Transactional
    public Reach reach(Compiled rule, Purpose purpose, List<ChannelKind> kinds) {
        return bounded(rule, () -> query.reach(rule, purpose, kinds, false));
    }

    /**
     * The same on every channel, with people told apart by locale, region and scope, which is what the choice of an account asks,
     * and by the values that they lack, which is what a text asks.
     */
    @Transactional
    public Reach detailedReach(Compiled rule, Purpose purpose, Needs needs) {
        return bounded(rule, () -> query.reachAndLacks(rule, purpose, needs));
    }

    /** Whether people can be told apart by whether they lack this, such as {@code name} or {@code traits.level}. */
    public static boolean isValue(String variable) {
        return LackedValues.isKnown(variable);
    }

    /**
     * Some people of a rule, and how they stand.
     *
     * @param isAll whether these are all that it finds
     */
    public record Glance(List<Long> ids, Reach reach, boolean isAll) {}

    /**
     * What {@link #detailedReach} says of at most so many people of a rule. Takes no longer for many people than for few: it looks
     * for them among a few thousand, and where too few of these fit, for those whom an index finds in the same short time. Empty
     * where nothing was found in time. Has transactions of its own, so that whoever asks goes on either way.
     */
    public Optional<Glance> glance(Compiled rule, Purpose purpose, Needs needs, int limit) {
        List<Long> near = briefly(() -> query.sampleNearby(rule, limit)).orElse(List.of());
        if (near.size() == limit) {
            return standing(near, purpose, needs, false);
        }
        Optional<List<Long>> first = briefly(() -> query.first(rule, limit + 1));
        boolean isAll = first.isPresent() && first.get().size() <= limit;
        List<Long> ids = first.map(found -> found.subList(0, Math.min(limit, found.size())))
                .orElse(near);
        return ids.isEmpty() && !isAll ? Optional.empty() : standing(ids, purpose, needs, isAll);
    }

    private Optional<Glance> standing(List<Long> ids, Purpose purpose, Needs needs, boolean isAll) {
        Compiled these =
                new Compiled("p.id = any (?)", List.of((Object) ids.toArray(Long[]::new)), NullNode.getInstance());
        return briefly(() -> new Glance(ids, query.reachAndLacks(these, purpose, needs), isAll));
    }

    private <T> Optional<T> briefly(Supplier<T> question) {
        return within(BRIEF, question);
    }

    /** Empty where one of its statements took longer. */
    private <T> Optional<T> within(Duration each, Supplier<T> question) {
        try {
            return Optional.of(QuarkusTransaction.requiringNew().call(() -> {
                sql.run("select set_config('statement_timeout', ?, true)", each.toMillis() + "ms");
                return question.get();
            }));
        } catch (DatabaseFailure failure) {
            if (CANCELLED_BY_TIMEOUT.equals(failure.sqlState())) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Warns of traits and tags of the rule that nobody has; of none where that cannot be said in a moment. */
    public void tellUnused(Compiled rule, String place, FindingList findings) {
        within(MOMENT, () -> {
            unused.tell(rule, place, findings);
            return true;
        });
    }

    /** A few people of a rule, masked. */
    @Transactional
    public List<ReachQuery.Sampled> sample(Compiled rule) {
        return bounded(rule, () -> query.sample(rule, SAMPLE));
    }

    /** Ids of a few people of a rule, drawn alike each time. */
    @Transactional
    public List<Long> sampleIds(Compiled rule, int limit) {
        return bounded(rule, () -> query.sampleIds(rule, limit));
    }

    /** Looks through the next people of a rule for those who cannot be reached. */
    @Transactional
    public ReachQuery.Stretch unreached(
            Compiled rule, Purpose purpose, ReachQuery.Wanted wanted, long after, int look) {
        return bounded(rule, () -> query.unreached(rule, purpose, wanted, after, look));
    }

    private <T> T bounded(Compiled rule, Supplier<T> question) {
        // These end with the transaction, so the connection goes back to the pool as it was.
        sql.run(
                "select set_config('statement_timeout', ?, true)",
                config.queryTimeout().toMillis() + "ms");
        sql.run(ReachQuery.SETTINGS);
        try {
            return question.get();
        } catch (DatabaseFailure failure) {
            if (CANCELLED_BY_TIMEOUT.equals(failure.sqlState())) {
                String slow = rule.isEveryone() ? "segment.everyoneTooSlow" : "segment.tooSlow";
                throw Problem.of(
                        422,
                        "segment-too-slow",
                        "The segment takes too long to count",
                        language.text(slow, config.queryTimeout().toSeconds()));
            }
            throw failure;
        }
    }
}
