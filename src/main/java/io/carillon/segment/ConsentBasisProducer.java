package io.carillon.segment;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives the installation's table of what counts as consent. */
public class ConsentBasisProducer {

    @Produces
    @Singleton
    ConsentBasis basis() {
        return ConsentBasis.SHIPPED;
    }
}
