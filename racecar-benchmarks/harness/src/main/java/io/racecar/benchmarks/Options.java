package io.racecar.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param list to say what there is, and to run nothing
 * @param jmh which benchmarks of parts to run, and nothing else; none if the scenarios are to run
 * @param scenarios what to run, in the catalogue's order, by the peers asked for
 * @param rounds how often each contender runs
 * @param timeout of one run
 * @param jdk of the contenders
 * @param json where to write figures, if anywhere
 * @param html where to write a page, if anywhere
 */
record Options(
        boolean list,
        @Nullable String jmh,
        List<Scenario> scenarios,
        int rounds,
        Duration timeout,
        Jdk jdk,
        @Nullable Path json,
        @Nullable Path html) {}
