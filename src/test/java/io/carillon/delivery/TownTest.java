package io.carillon.delivery;

import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of the ledger, each in a town of its own that is left empty behind it. */
@QuarkusTestResource(TestDatabase.class)
public abstract class TownTest {
    @Inject
    protected LedgerTown town;

    @BeforeEach
    void foundTown() {
        town.found();
    }

    @AfterEach
    void leaveTown() {
        town.leave();
    }
}
