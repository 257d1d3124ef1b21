package io.carillon.insight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.channel.Reason;
import io.carillon.database.Page;
import io.carillon.problem.Problem;
import io.carillon.problem.Texts;
import io.carillon.profile.MaskedAddresses;
import io.carillon.segment.Compilation;
import io.carillon.segment.Compilation.Compiled;
import io.carillon.segment.Reach;
import io.carillon.segment.ReachQuery.Stretch;
import io.carillon.segment.ReachQuery.Unreached;
import io.carillon.segment.ReachQuery.Wanted;
import io.carillon.segment.Segments;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks how people stand on every channel, by the same statement that previews a segment; so the two always agree. */
@ApplicationScoped
public class Reachability {
    private static final String NO_ADDRESS = Reason.NO_ADDRESS.id();
    /** People looked at by one statement while a page is filled. */
    private static final int LOOK = 20_000;
    /** Statements for one page; a page of a rare reason may so be short and still have a next one. */
    private static final int MOST_LOOKS = 10;

    private final Segments segments;
    private final MaskedAddresses addresses;

    public Reachability(Segments segments, MaskedAddresses addresses) {
        this.segments = segments;
        this.addresses = addresses;
    }

    /**
     * What is asked.
     *
     * @param segment name or number of a saved segment; null for everybody
     */
    record Question(@Nullable String segment, Purpose purpose, Locale language) {}

    /**
     * Which gaps.
     *
     * @param closed as in {@link ReachabilityView.Gap}
     */
    record Which(
            @Nullable ChannelKind kind,
            @Nullable String reason,
            @Nullable String closed) {}

    ReachabilityView ask(Question question, Which which) {
        List<ChannelKind> kinds = which.kind() == null ? List.of(ChannelKind.values()) : List.of(which.kind());
        Reach reach = segments.reach(rule(question), question.purpose(), kinds);
        return new ReachabilityView(
                question.purpose().id(),
                question.segment(),
                reach.people(),
                reach.reachable(kinds),
                kinds.stream()
                        .map(kind -> channel(reach, kind, question, which))
                        .toList());
    }

    /** People behind a gap, in order of id. */
    Page<ReachabilityView.Person> people(Question question, Wanted wanted, long after, int limit) {
        Compiled rule = rule(question);
        List<Unreached> found = new ArrayList<>();
        Long position = after;
        for (int looks = 0; looks < MOST_LOOKS && position != null && found.size() <= limit; looks++) {
            Stretch stretch = segments.unreached(rule, question.purpose(), wanted, position, LOOK);
            found.addAll(stretch.found());
            position = stretch.goOnAfter();
        }
        boolean isCut = found.size() > limit;
        List<Unreached> shown = isCut ? found.subList(0, limit) : found;
        Long next = isCut ? Long.valueOf(shown.get(limit - 1).id()) : position;
        return new Page<>(persons(shown, wanted.kind()), next == null ? null : Page.cursor(String.valueOf(next)));
    }

    private List<ReachabilityView.Person> persons(List<Unreached> found, ChannelKind kind) {
        Map<Long, List<String>> masked =
                addresses.ofProfiles(found.stream().map(Unreached::id).toList(), kind.addressKind());
        return found.stream()
                .map(person -> new ReachabilityView.Person(
                        person.id(),
                        person.externalId(),
                        person.reason(),
                        closed(person.reason(), person.closed()),
                        masked.getOrDefault(person.id(), List.of())))
                .toList();
    }

    private static @Nullable String closed(String reason, @Nullable String closed) {
        return reason.equals(NO_ADDRESS) && closed == null ? "none" : closed;
    }

    private Compiled rule(Question question) {
        Compilation compilation = segments.compile(json(question.segment()), "segment", question.language());
        if (compilation instanceof Compilation.Rejected rejected) {
            throw Problem.invalid(Texts.here("invalid.segment"), rejected.findings());
        }
        return compilation.orElseThrow();
    }

    private static JsonNode json(@Nullable String segment) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (segment == null) {
            return json.objectNode().put("everyone", true);
        }
        return segment.matches("\\d{1,18}") ? json.numberNode(Long.parseLong(segment)) : json.textNode(segment);
    }

    private static ReachabilityView.Channel channel(Reach reach, ChannelKind kind, Question question, Which which) {
        List<ReachabilityView.Gap> gaps = new ArrayList<>();
        reach.gaps(kind).forEach((reason, people) -> {
            if (reason.equals(NO_ADDRESS)) {
                reach.withoutAddress(kind).forEach((closed, few) -> gaps.add(gap(kind, reason, closed, few, question)));
            } else {
                gaps.add(gap(kind, reason, null, people, question));
            }
        });
        gaps.removeIf(gap -> which.reason() != null && !which.reason().equals(gap.reason())
                || which.closed() != null && !which.closed().equals(gap.closed()));
        gaps.sort((one, other) -> Long.compare(other.people(), one.people()));
        return new ReachabilityView.Channel(
                kind.id(), reach.people(), reach.withAddress(kind), reach.reachable(kind), gaps);
    }

    private static ReachabilityView.Gap gap(
            ChannelKind kind, String reason, @Nullable String closed, long people, Question question) {
        Reason told = told(reason, closed);
        return new ReachabilityView.Gap(
                reason,
                closed,
                people,
                told.text(question.language()),
                told.fix(question.language()),
                href(kind, reason, closed, question));
    }

    /** Of whose only addresses are closed: how they were. */
    static Reason told(String reason, @Nullable String closed) {
        return closed == null ? Reason.of(reason) : Reason.ofClosed(closed);
    }

    private static String href(ChannelKind kind, String reason, @Nullable String closed, Question question) {
        UriBuilder uri = UriBuilder.fromPath("/api/reachability/people")
                .queryParam("channel", kind.id())
                .queryParam("purpose", question.purpose().id())
                .queryParam("reason", reason);
        if (closed != null) {
            uri.queryParam("closed", closed);
        }
        if (question.segment() != null) {
            uri.queryParam("segment", "{segment}");
            return uri.build(question.segment()).toString();
        }
        return uri.build().toString();
    }
}
