package io.carillon.access;

import jakarta.enterprise.context.RequestScoped;

/** Who makes this request: the name of the bearer token. Set by the authentication filter before any resource runs. */
@RequestScoped
public class Actor {
    private String name = "anonymous";

    /** The token's name. */
    public String name() {
        return name;
    }

    void is(String tokenName) {
        this.name = tokenName;
    }
}
