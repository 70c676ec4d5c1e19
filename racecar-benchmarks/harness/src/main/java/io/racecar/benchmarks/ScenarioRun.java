package io.racecar.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs all contenders of one scenario, interleaved. */
final class ScenarioRun {
    private static final int PACE_PER_SECOND = 500;
    private static final int IDLE_SECONDS = 15;
    private static final int OUTPUT_PARTITIONS = 4;

    private final Scenario scenario;
    private final Broker broker;
    private final Launcher launcher;
    private final PrintStream progress;

    ScenarioRun(Scenario scenario, Broker broker, Launcher launcher, PrintStream progress) {
        this.scenario = scenario;
        this.broker = broker;
        this.launcher = launcher;
        this.progress = progress;
    }

    ScenarioResult run(int rounds) throws IOException, InterruptedException {
        if (scenario.kind() != Scenario.Kind.PACED) {
            progress.println(scenario.name() + ": filling " + scenario.data().topic());
            broker.fill(scenario.data());
        }
        Map<Contender, List<Outcome>> outcomes = new LinkedHashMap<>();
        scenario.contenders().forEach(contender -> outcomes.put(contender, new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : Rounds.order(scenario.contenders(), round)) {
                String name = scenario.name() + "-" + contender.name() + "-" + (round + 1);
                Outcome outcome = launcher.run(name, contender, prepare(name));
                progress.println(name + ": " + text(outcome));
                outcomes.getOrDefault(contender, List.of()).add(outcome);
            }
        }
        List<ContenderResult> results = new ArrayList<>();
        outcomes.forEach((contender, some) -> results.add(new ContenderResult(contender, some)));
        return new ScenarioResult(scenario, results);
    }

    private List<String> prepare(String name) throws IOException {
        String topic = scenario.data().topic();
        String output = "-";
        if (scenario.kind() == Scenario.Kind.PACED) {
            topic = name;
            broker.create(topic, scenario.data().partitions());
            broker.pace(topic, scenario.data().records(), PACE_PER_SECOND);
        }
        if (scenario.task().produces()) {
            output = name + "-output";
            broker.create(output, OUTPUT_PARTITIONS);
        }
        return List.of(
                "task=" + scenario.task(),
                "brokers=" + broker.address(),
                "topic=" + topic,
                "output=" + output,
                "group=" + name,
                "records=" + scenario.expected(),
                "ignored=" + scenario.data().records() / 3,
                "idleSeconds=" + (scenario.kind() == Scenario.Kind.IDLE ? IDLE_SECONDS : 0));
    }

    private String text(Outcome outcome) {
        Metric primary = scenario.primary();
        if (outcome instanceof Outcome.Measured measured) {
            return primary.text(primary.of(measured.figures())) + " " + primary.title();
        }
        Outcome.Failed failed = (Outcome.Failed) outcome;
        return "FAILED, " + failed.reason() + "; see " + failed.log();
    }
}
