package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LostReceiptsTest {
    @Test
    void asksEveryVendorAmongManyPeople() {
        assertThat(LostReceipts.faultsAsked(20_000)).isEqualTo(5);
        assertThat(LostReceipts.faultsAsked(930)).isEqualTo(2);
    }
}
