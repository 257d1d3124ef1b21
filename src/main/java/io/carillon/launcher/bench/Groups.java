package io.carillon.launcher.bench;

import java.util.List;

/**
 * Who is who among the people made up: each group is a range of their numbers and a tag, so that a campaign is sent to exactly them.
 *
 * @param people how many there are in all
 */
record Groups(int people) {
    /** Everybody. */
    static final String ALL = "bench-all";
    /** A small audience, for warm-ups. */
    static final String WARM_UP = "bench-warm-up";
    /** Ten thousand. */
    static final String TEN = "bench-ten";
    /** A hundred thousand, the usual audience of mails. */
    static final String HUNDRED = "bench-hundred";
    /** People with numbers of the United States, which Twilio serves; all others have Chinese ones. */
    static final String ABROAD = "bench-abroad";
    /** People with Chinese numbers. */
    static final String MAINLAND = "bench-mainland";
    /** People with a device token. */
    static final String APP = "bench-app";
    /** People with an openid. */
    static final String WECHAT = "bench-wechat";

    private static final List<String> TAGS = List.of(ALL, WARM_UP, TEN, HUNDRED, ABROAD, MAINLAND, APP, WECHAT);

    /** How many people are in a group at most. */
    static int most(String tag) {
        return switch (tag) {
            case WARM_UP, ABROAD, WECHAT -> 20_000;
            case TEN -> 10_000;
            case HUNDRED -> 100_000;
            case MAINLAND, APP -> 50_000;
            case ALL -> Integer.MAX_VALUE;
            default -> throw new IllegalArgumentException("There is no group " + tag);
        };
    }

    /** How many people there have to be so that the group is as large as it can be. */
    static int peopleFor(BenchPlan plan, String tag) {
        return Math.min(
                plan.recipients(),
                switch (tag) {
                    case ABROAD, MAINLAND -> most(ABROAD) + most(MAINLAND);
                    default -> most(tag);
                });
    }

    /** The first person of a group. */
    int first(String tag) {
        return tag.equals(MAINLAND) ? size(ABROAD) : 0;
    }

    /** How many people are in a group. */
    int size(String tag) {
        return switch (tag) {
            case ABROAD -> Math.min(most(tag), people / 2);
            case MAINLAND -> Math.min(most(tag), people - size(ABROAD));
            default -> Math.min(most(tag), people);
        };
    }

    boolean has(String tag, int person) {
        return person >= first(tag) && person < first(tag) + size(tag);
    }

    /** The tags of one of them, from 0, divided by semicolons. */
    String tags(int person) {
        StringBuilder tags = new StringBuilder();
        for (String tag : TAGS) {
            if (has(tag, person)) {
                tags.append(tags.isEmpty() ? "" : ";").append(tag);
            }
        }
        return tags.toString();
    }
}
