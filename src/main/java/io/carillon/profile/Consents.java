package io.carillon.profile;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people agreed to. Records are only ever added; what holds now follows from the newest by its own time, in the same
 * transaction. Works on many people in one statement, in the caller's transaction. Thread-safe.
 */
@ApplicationScoped
public class Consents {
    // Ordered, so that two writers of the same people wait for each other instead of deadlocking on the current state.
    private static final String ADD = """
            insert into consent_record (profile_id, channel, purpose, state, at, source, wording, actor)
            select profile_id, channel, purpose, state, at, source, wording, ?
              from unnest(?, ?, ?, ?, ?, ?, ?) as r (profile_id, channel, purpose, state, at, source, wording)
             order by profile_id, channel, purpose
            on conflict (profile_id, channel, purpose, state, at, source) do nothing""";

    private final Sql sql;

    public Consents(Sql sql) {
        this.sql = sql;
    }

    /** Adds records; one that is there already (same person, channel, purpose, state, time and source) is left. Answers how many are new. */
    public int record(Collection<ConsentChange> changes, String actor) {
        if (changes.isEmpty()) {
            return 0;
        }
        List<ConsentChange> list = List.copyOf(changes);
        return sql.update(
                ADD,
                actor,
                list.stream().map(ConsentChange::profileId).toArray(Long[]::new),
                list.stream().map(c -> c.channel().id()).toArray(String[]::new),
                list.stream().map(c -> c.purpose().id()).toArray(String[]::new),
                list.stream().map(c -> c.state().id()).toArray(String[]::new),
                list.stream().map(ConsentChange::at).toArray(Instant[]::new),
                list.stream().map(ConsentChange::source).toArray(String[]::new),
                list.stream().map(ConsentChange::wording).toArray(String[]::new));
    }

    /** These people no longer want this channel for this purpose. */
    public int withdraw(Collection<Long> profileIds, ChannelKind channel, Purpose purpose, Said said, String actor) {
        return record(
                profileIds.stream()
                        .map(id -> new ConsentChange(
                                id, channel, purpose, ConsentState.WITHDRAWN, said.at(), said.source(), said.wording()))
                        .toList(),
                actor);
    }

    /**
     * When, where and in which words something was said.
     *
     * @param wording the person's words or what was shown, if known
     */
    public record Said(Instant at, String source, @Nullable String wording) {}
}
