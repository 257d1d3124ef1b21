package io.carillon.campaign;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/**
 * A campaign as it is stored: its definition, and whether it was launched, or cancelled as a draft. After the launch its state is
 * that of the run of the same id; a draft that was cancelled never has a run. Changed only by whoever holds its row locked.
 */
@Entity
@Table(name = "campaign")
public class Campaign extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "run_id")
    // Shared with journeys: a campaign and its run have one id. Taken one by one, so that ids follow each other.
    @SequenceGenerator(name = "run_id", sequenceName = "run_id", allocationSize = 1)
    private @Nullable Long id;

    private String name;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private String definition;

    private int version;

    @Column(name = "created_by")
    private String createdBy;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_by")
    private String updatedBy;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Column(name = "launched_at")
    private @Nullable Instant launchedAt;

    @Column(name = "cancelled_at")
    private @Nullable Instant cancelledAt;

    /** For Hibernate. */
    protected Campaign() {
        this("", "", "", Instant.EPOCH);
    }

    Campaign(String name, String definition, String actor, Instant now) {
        this.name = name;
        this.definition = definition;
        this.version = 1;
        this.createdBy = actor;
        this.createdAt = now;
        this.updatedBy = actor;
        this.updatedAt = now;
    }

    /** The campaign of this id. */
    static Optional<Campaign> find(long id) {
        return Campaign.findByIdOptional(id);
    }

    /** The campaign of this id, its row locked until the transaction ends. */
    static Optional<Campaign> findLocked(long id) {
        return Campaign.findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Gives a draft another definition. */
    void edit(String newName, String newDefinition, String actor, Instant now) {
        requireDraft();
        name = newName;
        definition = newDefinition;
        version++;
        updatedBy = actor;
        updatedAt = now;
    }

    /** Marks it launched: from now on it is never edited. */
    void launch(String actor, Instant now) {
        requireDraft();
        launchedAt = now;
        updatedBy = actor;
        updatedAt = now;
    }

    /** Gives a draft up: from now on it is neither edited nor launched. */
    void cancelDraft(String actor, Instant now) {
        requireDraft();
        cancelledAt = now;
        updatedBy = actor;
        updatedAt = now;
    }

    boolean isDraft() {
        return launchedAt == null && cancelledAt == null;
    }

    /** Whether it was cancelled before it was launched. */
    boolean isCancelledDraft() {
        return cancelledAt != null;
    }

    long id() {
        if (id == null) {
            throw new IllegalStateException("The campaign is not stored yet");
        }
        return id;
    }

    String name() {
        return name;
    }

    String definition() {
        return definition;
    }

    int version() {
        return version;
    }

    String createdBy() {
        return createdBy;
    }

    Instant createdAt() {
        return createdAt;
    }

    String updatedBy() {
        return updatedBy;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    @Nullable
    Instant launchedAt() {
        return launchedAt;
    }

    private void requireDraft() {
        if (!isDraft()) {
            throw new IllegalStateException("Campaign " + id + " is no draft any more");
        }
    }
}
