package io.carillon.profile;

import io.carillon.access.Audit;
import io.carillon.channel.AddressKind;
import io.carillon.database.Page;
import io.carillon.database.Sql;
import io.carillon.problem.Problem;
import io.carillon.vault.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Search, tags and consent of single people. Thread-safe. */
@ApplicationScoped
public class Profiles {
    private final Sql sql;
    private final Vault vault;
    private final Audit audit;
    private final Consents consents;
    private final ProfileReader reader;

    public Profiles(Sql sql, Vault vault, Audit audit, Consents consents, ProfileReader reader) {
        this.sql = sql;
        this.vault = vault;
        this.audit = audit;
        this.consents = consents;
        this.reader = reader;
    }

    /** People who fit, by our id. */
    public Page<ProfileSummaryView> search(ProfileQuery query, @Nullable String cursor, int limit) {
        List<Object> binds = new ArrayList<>();
        StringBuilder where = new StringBuilder("p.id > ?");
        binds.add(Page.positionNumber(cursor));
        if (query.externalId() != null) {
            where.append(" and p.external_id = ?");
            binds.add(ExternalId.normalise(query.externalId()).orElse(""));
        }
        if (query.city() != null) {
            where.append(" and p.city = ?");
            binds.add(query.city().strip());
        }
        if (query.tag() != null) {
            where.append(" and exists (select from profile_tag t where t.profile_id = p.id and t.tag = ?)");
            binds.add(query.tag().strip());
        }
        if (query.phone() != null) {
            having(
                    where,
                    binds,
                    new AddressRequest(AddressKind.PHONE.id(), query.phone(), null, query.region()),
                    "phone");
        }
        if (query.email() != null) {
            having(where, binds, new AddressRequest(AddressKind.MAILBOX.id(), query.email(), null, null), "email");
        }
        binds.add(limit + 1);
        List<ProfileSummaryView> found = sql.list(
                "select p.id, p.external_id, p.name, p.city, p.locale, p.updated_at from profile p where " + where
                        + " order by p.id limit ?",
                row -> new ProfileSummaryView(
                        row.getLong("id"),
                        row.getString("external_id"),
                        row.getString("name"),
                        row.getString("city"),
                        row.getString("locale"),
                        Objects.requireNonNull(Sql.instant(row, "updated_at"))),
                binds.toArray());
        return Page.of(found, limit, view -> String.valueOf(view.id()));
    }

    /** All about one person. */
    public Optional<ProfileView> find(long id) {
        return reader.read(id);
    }

    /** Adds a tag; nothing happens where it is there already. */
    @Transactional
    public void tag(long id, String tag, String actor) {
        requireProfile(id);
        int added = sql.update(
                "insert into profile_tag (profile_id, tag, source) values (?, ?, 'api')"
                        + " on conflict (profile_id, tag) do nothing",
                id,
                tag);
        if (added > 0) {
            audit.record(actor, "tag", "profile:" + id, Map.of("tag", tag));
        }
    }

    /** Takes a tag away; nothing happens where it is not there. */
    @Transactional
    public void untag(long id, String tag, String actor) {
        requireProfile(id);
        if (sql.update("delete from profile_tag where profile_id = ? and tag = ?", id, tag) > 0) {
            audit.record(actor, "untag", "profile:" + id, Map.of("tag", tag));
        }
    }

    /** Writes down what a person said. */
    @Transactional
    public void consent(ConsentChange change, String actor) {
        requireProfile(change.profileId());
        if (consents.record(List.of(change), actor) > 0) {
            audit.record(
                    actor,
                    "consent",
                    "profile:" + change.profileId(),
                    Map.of(
                            "channel", change.channel().id(),
                            "purpose", change.purpose().id(),
                            "state", change.state().id()));
        }
    }

    private void having(StringBuilder where, List<Object> binds, AddressRequest address, String place) {
        where.append(" and exists (select from address a where a.profile_id = p.id and a.hash = ?)");
        binds.add(AddressHash.of(vault, address.addressKind(), "", address.normalised(place)));
    }

    private void requireProfile(long id) {
        if (sql.first("select 1 from profile where id = ? and erased_at is null", row -> 1, id)
                .isEmpty()) {
            throw Problem.notFound("profile", id);
        }
    }
}
